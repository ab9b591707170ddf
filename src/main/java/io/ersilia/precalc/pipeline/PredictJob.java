package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectedRow.Stage;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the model on one slice of the library and stores its partition. */
public final class PredictJob {

    private static final Logger log = LoggerFactory.getLogger(PredictJob.class);
    private static final int LOG_BYTES = 64 * 1024;
    private static final Answers NONE = new Answers(List.of(), List.of());

    private final RunStore store;
    private final ByteSource library;
    private final Screening screening;
    private final CheckedModel model;
    private final int batchSize;
    private final Clock clock;
    private final Progress progress;

    /** @param batchSize the most molecules of one call */
    public PredictJob(
            RunStore store,
            ByteSource library,
            Screening screening,
            CheckedModel model,
            int batchSize,
            Clock clock,
            Progress progress) {
        this.store = store;
        this.library = library;
        this.screening = screening;
        this.model = model;
        this.batchSize = batchSize;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Predicts the worker's slice, or keeps the partition that is there.
     *
     * @param force predict although the partition is there
     */
    public PartitionManifest run(Plan plan, int worker, boolean force) {
        PlannedSlice slice = plan.slices().get(worker - 1);
        Optional<PartitionManifest> kept = force
                ? Optional.empty()
                : store.manifest(plan.partition(worker)).filter(m -> isSameWork(plan, slice, m));
        if (kept.isPresent()) {
            log.info("{} is predicted already: kept (--force predicts it again)", plan.partition(worker));
            progress.advance(slice.slice().size());
            return kept.get();
        }
        try (WorkFolder work = WorkFolder.create();
                SliceFile rows = SliceFile.copy(library, plan, slice, work.file("slice.csv"));
                PartitionDraft draft = new PartitionDraft(work)) {
            Instant started = clock.instant();
            long rowsIn = predict(plan, rows, draft);
            draft.finish();
            PartitionManifest manifest = manifest(plan, slice, rowsIn, draft, started);
            Stop.check();
            return new Publisher(store, time -> Thread.sleep(time.toMillis()))
                    .publish(manifest, draft, model.logTail(LOG_BYTES), m -> !force && isSameWork(plan, slice, m));
        } catch (Failure e) {
            keepLog(plan.partition(worker), e);
            throw e;
        } catch (IOException e) {
            throw WorkFolder.trouble("keep the rows of " + plan.partition(worker), e);
        }
    }

    /** Answers how many rows there were. */
    private long predict(Plan plan, SliceFile rows, PartitionDraft draft) throws IOException {
        long rowsIn = 0;
        BatchSizer sizer = new BatchSizer(batchSize);
        try (ScreenedRows screened = new ScreenedRows(screening, rows)) {
            for (List<ScreenedRow> batch = screened.take(sizer.next());
                    !batch.isEmpty();
                    batch = screened.take(sizer.next())) {
                Stop.check();
                List<String> molecules = batch.stream()
                        .filter(row -> row.screened() instanceof Screened.Accepted)
                        .map(row -> row.screened().smiles())
                        .toList();
                start(plan, molecules);
                Instant called = clock.instant();
                Answers answer = molecules.isEmpty() ? NONE : ask(molecules);
                sizer.took(molecules.size(), Duration.between(called, clock.instant()));
                write(batch, answer, draft);
                rowsIn += batch.size();
                progress.advance(batch.size());
            }
        }
        return rowsIn;
    }

    /** Before the first molecule, and apart from its time: fetching a model may take an hour. */
    private void start(Plan plan, List<String> molecules) {
        if (molecules.isEmpty() || model.started()) {
            return;
        }
        try {
            model.start();
            new RunVersion(store, plan).agreeOn(model.modelVersion());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Stop.interrupted(e);
        }
    }

    private Answers ask(List<String> molecules) {
        try {
            return model.predict(molecules);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Stop.interrupted(e);
        }
    }

    private static void write(List<ScreenedRow> batch, Answers answer, PartitionDraft draft) throws IOException {
        Iterator<Answer> answers = answer.answers().iterator();
        for (ScreenedRow row : batch) {
            if (!(row.screened() instanceof Screened.Accepted molecule)) {
                draft.rejected(row.reject());
                continue;
            }
            Answer said = answers.next();
            if (said instanceof Answer.Predicted predicted) {
                draft.predicted(molecule, answer.columns(), predicted.cells());
            } else if (said instanceof Answer.Refused refused) {
                draft.rejected(new RejectedRow(
                        row.row(), molecule.key(), molecule.smiles(), Stage.MODEL, refused.reason(), refused.detail()));
            }
        }
    }

    private PartitionManifest manifest(
            Plan plan, PlannedSlice slice, long rowsIn, PartitionDraft draft, Instant started) {
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
                model.started() ? model.runnerVersion() : null,
                model.deterministic(),
                List.of(),
                started,
                Duration.between(started, clock.instant()).toMillis() / 1000.0,
                slice.sha256());
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
