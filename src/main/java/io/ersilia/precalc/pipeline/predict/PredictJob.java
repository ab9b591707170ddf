package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.pipeline.predict.SliceModel.StaleBatches;
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
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the model on one slice of the library and stores its partition. */
public final class PredictJob {

    private static final Logger log = LoggerFactory.getLogger(PredictJob.class);
    private static final int LOG_BYTES = 64 * 1024;

    private final RunStore store;
    private final RunStore here;
    private final Function<String, ByteSource> files;
    private final Screening screening;
    private final CheckedModel model;
    private final CallLimits limits;
    private final Clock clock;
    private final Progress progress;
    private final boolean trustKeys;
    private final Random random;

    /** What to predict; {@code force} does it even if the partition exists. */
    private record Task(Plan plan, PlannedSlice slice, boolean force) {

        Partition partition() {
            return plan.partition(slice.worker());
        }
    }

    /**
     * @param here where finished batches are kept on this machine while the store refuses them
     * @param files opens the files of the library
     * @param trustKeys whether the library's keys are taken without a comparison with their SMILES
     * @param random chooses the molecules that are asked again
     */
    public PredictJob(
            RunStore store,
            RunStore here,
            Function<String, ByteSource> files,
            Screening screening,
            CheckedModel model,
            CallLimits limits,
            Clock clock,
            Progress progress,
            boolean trustKeys,
            Random random) {
        this.store = store;
        this.here = here;
        this.files = files;
        this.screening = screening;
        this.model = model;
        this.limits = limits;
        this.clock = clock;
        this.progress = progress;
        this.trustKeys = trustKeys;
        this.random = random;
    }

    /**
     * Predicts the worker's slice, or keeps the existing partition.
     *
     * @param force predict even if the partition exists
     */
    public PartitionManifest run(Plan plan, int worker, boolean force) {
        Task task = new Task(plan, store.slice(plan, worker), force);
        Optional<PartitionManifest> kept = kept(task);
        if (kept.isEmpty()) {
            return predict(task);
        }
        PartitionManifest complete = complete(task, kept.get());
        progress.advance(task.slice().slice().size());
        return complete;
    }

    /** Keeps the worker's partition if it exists and no molecule of it must be asked again; returns whether it was kept. */
    public boolean keeps(Plan plan, int worker) {
        Optional<PartitionManifest> kept = store.manifest(plan.partition(worker));
        if (kept.isEmpty()) { // asked first: in a plan of many slices each of them must be read
            return false;
        }
        Task task = new Task(plan, store.slice(plan, worker), false);
        if (!isSameWork(task, kept.get())) {
            return false;
        }
        try (TemporaryFolder earlier = TemporaryFolder.create()) {
            if (SecondTry.of(store, plan, kept.get(), earlier).isPresent()) {
                return false;
            }
        } catch (Failure e) {
            return false; // it concerns this partition alone: run meets it again and reports it
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep the rows of " + task.partition(), e);
        }
        checkpoints(task).delete();
        progress.advance(task.slice().slice().size());
        return true;
    }

    private Optional<PartitionManifest> kept(Task task) {
        return store.manifest(task.partition()).filter(manifest -> isSameWork(task, manifest));
    }

    private PartitionManifest predict(Task task) {
        SpotCheck check = new SpotCheck(task.slice().slice().size(), random);
        try (TemporaryFolder work = TemporaryFolder.create();
                SliceFile rows =
                        SliceFile.copy(files, screening::isSmiles, task.plan(), task.slice(), work.file("slice.csv"))) {
            look(task, rows);
            Optional<KnownRows> known =
                    task.force() ? Optional.empty() : KnownRows.copy(store, task.plan(), task.slice(), work);
            try (KnownRows open = known.orElse(null)) {
                return attempts(task, rows, open, check);
            }
        } catch (Failure e) {
            if (check.isRefused()) {
                checkpoints(task).delete();
            }
            keepLog(task.partition(), e);
            throw e;
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep the rows of " + task.partition(), e);
        }
    }

    /** Reports what is odd about the rows before the model works for hours, not after. */
    private void look(Task task, SliceFile rows) throws IOException {
        FirstLook look = new FirstLook(screening, task.slice().slice().size(), trustKeys);
        look.through(rows.again());
        look.rewritten().ifPresent(words -> log.info("{}: {}", task.partition(), words));
        look.otherKeys().ifPresent(words -> log.warn("{}: {}", task.partition(), words));
    }

    /** Repeats attempts that ended with wrong batches; the spot check stops this at its third difference. */
    private PartitionManifest attempts(Task task, SliceFile rows, @Nullable KnownRows known, SpotCheck check)
            throws IOException {
        OnceReported shown = new OnceReported(progress);
        boolean askFirst = false;
        while (true) {
            try {
                Optional<PartitionManifest> done = attempt(task, rows, known, askFirst, check, shown);
                if (done.isPresent()) {
                    return done.get();
                }
            } catch (StaleBatches stale) {
                log.warn(
                        "{} starts over, its finished batches are discarded: {}", task.partition(), stale.getMessage());
                askFirst = true; // so that no batch is taken that the model contradicts
            }
            shown.beginAnew();
        }
    }

    /** Predicts and publishes; empty if batches turned out wrong, which are then discarded. */
    private Optional<PartitionManifest> attempt(
            Task task, SliceFile rows, @Nullable KnownRows known, boolean askFirst, SpotCheck check, Progress shown)
            throws IOException {
        Checkpoints checkpoints = checkpoints(task);
        checkpoints.find();
        SliceModel asked = new SliceModel(model, version(task), checkpoints, task.force(), clock);
        BatchSizer sizer = new BatchSizer(limits, clock);
        try (TemporaryFolder work = TemporaryFolder.create();
                PartitionDraft draft = new PartitionDraft(work)) {
            if (askFirst) {
                asked.start();
            }
            KnownRows believed = known == null ? null : believed(task, known, asked);
            check.begin();
            long rowsIn;
            try (SliceFile again = rows.again();
                    ScreenedRows screened =
                            new ScreenedRows(screening, again, task.slice().from(), believed);
                    SliceWork slice = new SliceWork(
                            task.slice().slice(), screened, asked, checkpoints, draft, check, sizer, shown)) {
                rowsIn = slice.run();
                screened.unusual()
                        .warning()
                        .ifPresent(
                                words -> log.warn("worker {}: {}", task.slice().worker(), words));
            }
            Set<Slice> wrong = check.run(asked, model, sizer);
            if (!wrong.isEmpty()) {
                wrong.forEach(checkpoints::discard);
                return Optional.empty();
            }
            draft.finish();
            PartitionManifest manifest = manifest(task, rowsIn, draft, draft.takenOver(), asked, check);
            PartitionManifest published = publish(manifest, draft, other -> isSameWork(task, other));
            checkpoints.delete();
            return Optional.of(published);
        }
    }

    /**
     * What the earlier run says, unless the model has changed since. If this run's version is not settled yet, or the
     * earlier run's is not known, the model is started to learn it and to compare its answers to the control molecules.
     *
     * @return null if nothing is taken over
     */
    private @Nullable KnownRows believed(Task task, KnownRows known, SliceModel asked) {
        String earlier = known.known().modelVersion();
        if (earlier == null || !earlier.equals(version(task).known())) {
            asked.start();
        }
        String now = version(task).known();
        Optional<String> difference = Objects.equals(now, earlier)
                ? asked.follow(known.source())
                : Optional.of("its model was version %s, this is %s".formatted(earlier, now));
        difference.ifPresent(words -> log.warn(
                "{} takes nothing over from run {}: {}",
                task.partition(),
                known.known().run(),
                words));
        return difference.isEmpty() ? known : null;
    }

    /** Keeps the partition; only its molecules that failed on the way to the model are asked again. */
    private PartitionManifest complete(Task task, PartitionManifest kept) {
        checkpoints(task).delete();
        try (TemporaryFolder earlier = TemporaryFolder.create();
                TemporaryFolder work = TemporaryFolder.create();
                PartitionDraft draft = new PartitionDraft(work)) {
            Optional<SecondTry> second = SecondTry.of(store, task.plan(), kept, earlier);
            if (second.isEmpty()) {
                log.info("{} is already predicted: kept (--force predicts it again)", kept.partition());
                return kept;
            }
            log.info(
                    "{} is already predicted: kept, except {} that failed on the way to the model: asking again",
                    kept.partition(),
                    Words.many(second.get().molecules(), "molecule"));
            return tryAgain(task, kept, second.get(), draft);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep the rows of " + kept.partition(), e);
        }
    }

    private PartitionManifest tryAgain(Task task, PartitionManifest kept, SecondTry second, PartitionDraft draft)
            throws IOException {
        SliceModel asked = new SliceModel(model, version(task), checkpoints(task), clock, kept);
        SecondTry.Said said;
        try {
            asked.start();
            if (kept.deterministic() && !asked.deterministic()) {
                throw Failure.model("%s answers its control molecules differently now"
                        .formatted(task.plan().model()));
            }
            said = second.ask(model, new BatchSizer(limits, clock));
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.STOPPED) {
                throw e;
            }
            log.warn("{} is kept as it is, as no molecule could be asked again: {}", kept.partition(), e.getMessage());
            return kept;
        } catch (StaleBatches e) {
            log.warn("{} is kept as it is (--force predicts it again): {}", kept.partition(), e.getMessage());
            return kept;
        }
        second.write(said, draft);
        draft.finish();
        PartitionManifest manifest = manifest(task, kept.rowsIn(), draft, kept.takenOver(), asked, SpotCheck.of(kept));
        return publish(manifest, draft, other -> !other.equals(kept) && isSameWork(task, other));
    }

    private PartitionManifest publish(
            PartitionManifest manifest, PartitionDraft draft, Predicate<PartitionManifest> isSameWork) {
        Stop.check();
        return new Publisher(store, Sleeper.REAL).publish(manifest, draft, model.logTail(LOG_BYTES), isSameWork);
    }

    private PartitionManifest manifest(
            Task task, long rowsIn, PartitionDraft draft, long takenOver, SliceModel asked, SpotCheck check) {
        PlannedSlice slice = task.slice();
        return new PartitionManifest(
                task.plan().run(),
                task.plan().model(),
                slice.worker(),
                slice.from(),
                slice.to(),
                rowsIn,
                draft.inCsv() - takenOver,
                draft.rejected(),
                draft.sha256(),
                draft.columns(),
                model.started() ? model.modelVersion() : version(task).known(),
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
                check.shownRandom(),
                asked.modelTitle(),
                asked.resources(),
                takenOver);
    }

    /** Whether the partition need not be predicted again; never true if forced. */
    private boolean isSameWork(Task task, PartitionManifest manifest) {
        return !task.force()
                && manifest.sliceSha256().equals(task.slice().sha256())
                && manifest.runner().equals(model.runnerName())
                && version(task).isOf(manifest)
                && store.csv(manifest.partition()).isPresent();
    }

    private Checkpoints checkpoints(Task task) {
        return new Checkpoints(store, here, task.partition());
    }

    private RunVersion version(Task task) {
        return new RunVersion(store, task.plan());
    }

    /** Keeps the end of the model's log, because it explains a failure. */
    private void keepLog(Partition partition, Failure failure) {
        if (failure.kind() == Failure.Kind.MODEL && store.manifest(partition).isEmpty()) {
            store.saveLog(partition, model.logTail(LOG_BYTES));
        }
    }
}
