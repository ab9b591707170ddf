package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the model on one slice of the library and stores its partition. */
public final class PredictJob {

    private static final Logger log = LoggerFactory.getLogger(PredictJob.class);
    private static final int LOG_BYTES = 64 * 1024;

    private final RunStore store;
    private final RunStore here;
    private final ByteSource library;
    private final Screening screening;
    private final CheckedModel model;
    private final CallLimits limits;
    private final Clock clock;
    private final Progress progress;
    private final boolean trustKeys;
    private final Random random;

    /**
     * @param here where finished batches are kept on this machine while the store refuses them
     * @param trustKeys whether no key of the library is compared with its SMILES
     * @param random decides which molecules are asked again
     */
    public PredictJob(
            RunStore store,
            RunStore here,
            ByteSource library,
            Screening screening,
            CheckedModel model,
            CallLimits limits,
            Clock clock,
            Progress progress,
            boolean trustKeys,
            Random random) {
        this.store = store;
        this.here = here;
        this.library = library;
        this.screening = screening;
        this.model = model;
        this.limits = limits;
        this.clock = clock;
        this.progress = progress;
        this.trustKeys = trustKeys;
        this.random = random;
    }

    /**
     * Predicts the worker's slice, or keeps the partition that is there.
     *
     * @param force predict although the partition is there
     */
    public PartitionManifest run(Plan plan, int worker, boolean force) {
        PlannedSlice slice = plan.slice(worker);
        Partition partition = plan.partition(worker);
        Optional<PartitionManifest> kept =
                force ? Optional.empty() : store.manifest(partition).filter(m -> isSameWork(plan, slice, m));
        if (kept.isPresent()) {
            new Checkpoints(store, here, partition).delete();
            PartitionManifest complete = tryAgain(plan, slice, kept.get());
            progress.advance(slice.slice().size());
            return complete;
        }
        SpotCheck check = new SpotCheck(slice.slice().size(), random);
        OnceTold told = new OnceTold(progress);
        boolean askFirst = false;
        try (TemporaryFolder work = TemporaryFolder.create();
                SliceFile rows = SliceFile.copy(library, plan, slice, work.file("slice.csv"))) {
            look(partition, slice, rows);
            while (true) { // a spot check ends that: at the latest, its third difference
                try {
                    Optional<PartitionManifest> done = attempt(plan, slice, rows, force, askFirst, check, told);
                    if (done.isPresent()) {
                        return done.get();
                    }
                } catch (StaleBatches stale) {
                    log.warn("{} begins anew, its finished batches are discarded: {}", partition, stale.getMessage());
                    askFirst = true; // so that none is taken that the model contradicts
                }
                told.beginAnew();
            }
        } catch (Failure e) {
            if (check.isRefused()) {
                new Checkpoints(store, here, partition).delete();
            }
            keepLog(partition, e);
            throw e;
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep the rows of " + partition, e);
        }
    }

    /** Predicts and publishes; nothing when batches turned out wrong, which are not kept then. */
    private Optional<PartitionManifest> attempt(
            Plan plan,
            PlannedSlice slice,
            SliceFile rows,
            boolean force,
            boolean askFirst,
            SpotCheck check,
            Progress shown)
            throws IOException {
        Partition partition = plan.partition(slice.worker());
        try (TemporaryFolder work = TemporaryFolder.create();
                SliceFile again = rows.again();
                PartitionDraft draft = new PartitionDraft(work)) {
            Checkpoints checkpoints = new Checkpoints(store, here, partition);
            checkpoints.find();
            SliceModel asked = new SliceModel(model, new RunVersion(store, plan), checkpoints, force, clock);
            if (askFirst) {
                asked.start();
            }
            BatchSizer sizer = new BatchSizer(limits, clock);
            check.begin();
            long rowsIn = predict(slice, again, asked, checkpoints, draft, check, sizer, shown);
            Set<Slice> wrong = check.run(asked, sizer);
            if (!wrong.isEmpty()) {
                wrong.forEach(checkpoints::discard);
                return Optional.empty();
            }
            draft.finish();
            PartitionManifest manifest = manifest(plan, slice, rowsIn, draft, asked, check);
            Stop.check();
            PartitionManifest published = new Publisher(store, Sleeper.REAL)
                    .publish(manifest, draft, model.logTail(LOG_BYTES), m -> !force && isSameWork(plan, slice, m));
            checkpoints.delete();
            return Optional.of(published);
        }
    }

    /** Keeps the partition; but for molecules of it that failed on the way to the model, which are asked again. */
    private PartitionManifest tryAgain(Plan plan, PlannedSlice slice, PartitionManifest kept) {
        try (TemporaryFolder earlier = TemporaryFolder.create()) {
            Optional<SecondTry> second = SecondTry.of(store, plan, kept, earlier);
            if (second.isEmpty()) {
                log.info("{} is predicted already: kept (--force predicts it again)", kept.partition());
                return kept;
            }
            log.info(
                    "{} is predicted already: kept, but for {} molecules that failed on the way to the model: asking again",
                    kept.partition(),
                    second.get().molecules());
            try (TemporaryFolder work = TemporaryFolder.create();
                    PartitionDraft draft = new PartitionDraft(work)) {
                return tryAgain(plan, slice, kept, second.get(), draft);
            }
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep the rows of " + kept.partition(), e);
        }
    }

    private PartitionManifest tryAgain(
            Plan plan, PlannedSlice slice, PartitionManifest kept, SecondTry second, PartitionDraft draft)
            throws IOException {
        SliceModel asked = new SliceModel(
                model, new RunVersion(store, plan), new Checkpoints(store, here, kept.partition()), false, clock, kept);
        SecondTry.Said said;
        try {
            asked.start();
            if (kept.deterministic() && !asked.deterministic()) {
                throw Failure.model("%s answers its control molecules otherwise than then".formatted(plan.model()));
            }
            said = second.ask(model, new BatchSizer(limits, clock));
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.STOPPED) {
                throw e;
            }
            log.warn("{} is kept as it is, nobody could be asked again: {}", kept.partition(), e.getMessage());
            return kept;
        } catch (StaleBatches e) {
            log.warn("{} is kept as it is (--force predicts it again): {}", kept.partition(), e.getMessage());
            return kept;
        }
        second.write(said, draft);
        draft.finish();
        PartitionManifest manifest = manifest(plan, slice, kept.rowsIn(), draft, asked, SpotCheck.of(kept));
        Stop.check();
        return new Publisher(store, Sleeper.REAL)
                .publish(
                        manifest,
                        draft,
                        model.logTail(LOG_BYTES),
                        other -> !other.equals(kept) && isSameWork(plan, slice, other));
    }

    /** Says what is odd about the rows before hours of a model, not after. */
    private void look(Partition partition, PlannedSlice slice, SliceFile rows) throws IOException {
        FirstLook look = new FirstLook(screening, slice.slice().size(), trustKeys);
        look.through(rows.again());
        look.rewritten().ifPresent(words -> log.info("{}: {}", partition, words));
        look.otherKeys().ifPresent(words -> log.warn("{}: {}", partition, words));
    }

    /** Answers how many rows there were. */
    private long predict(
            PlannedSlice slice,
            SliceFile rows,
            SliceModel asked,
            Checkpoints checkpoints,
            PartitionDraft draft,
            SpotCheck check,
            BatchSizer sizer,
            Progress shown)
            throws IOException {
        try (ScreenedRows screened = new ScreenedRows(screening, rows);
                SliceWork work =
                        new SliceWork(slice.slice(), screened, asked, checkpoints, draft, check, sizer, shown)) {
            long rowsIn = work.run();
            screened.unusual().warning().ifPresent(words -> log.warn("worker {}: {}", slice.worker(), words));
            return rowsIn;
        }
    }

    private PartitionManifest manifest(
            Plan plan, PlannedSlice slice, long rowsIn, PartitionDraft draft, SliceModel asked, SpotCheck check) {
        return new PartitionManifest(
                plan.run(),
                plan.model(),
                slice.worker(),
                slice.from(),
                slice.to(),
                rowsIn,
                draft.predicted(),
                draft.rejected(),
                draft.sha256(),
                draft.columns(),
                model.started() ? model.modelVersion() : new RunVersion(store, plan).known(),
                model.runnerName(),
                asked.runnerVersion(),
                asked.deterministic(),
                asked.controls(),
                asked.started(),
                asked.seconds(),
                asked.modelSeconds(),
                slice.sha256(),
                draft.rejectsSha256(),
                check.checkedAgain(),
                check.differing(),
                check.shownRandom());
    }

    private boolean isSameWork(Plan plan, PlannedSlice slice, PartitionManifest manifest) {
        return manifest.sliceSha256().equals(slice.sha256())
                && manifest.runner().equals(model.runnerName())
                && new RunVersion(store, plan).isOf(manifest)
                && store.csv(manifest.partition()).isPresent();
    }

    /** The model's last words are what explains a failure. */
    private void keepLog(Partition partition, Failure failure) {
        if (failure.kind() == Failure.Kind.MODEL && store.manifest(partition).isEmpty()) {
            store.saveLog(partition, model.logTail(LOG_BYTES));
        }
    }
}
