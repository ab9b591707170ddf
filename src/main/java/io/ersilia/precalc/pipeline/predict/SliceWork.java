package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.predict.KnownRows.KnownRow;
import io.ersilia.precalc.pipeline.predict.SliceModel.Answered;
import io.ersilia.precalc.pipeline.shared.ModelCalls;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectedRow.Stage;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Turns the rows of a slice into its draft, batch after batch: kept batches as they are, the others answered by the model,
 * as many at once as it takes, written in the order of the rows.
 */
final class SliceWork implements AutoCloseable {

    /** A batch ends at this many rows if it has few unknown molecules among many known ones, which bounds the memory used. */
    private static final int MOST_ROWS = 10_000;

    private static final Answered NOTHING = new Answered(new Answers(List.of(), List.of()), 0, Duration.ZERO);

    private final Slice slice;
    private final ScreenedRows rows;
    private final SliceModel model;
    private final Checkpoints checkpoints;
    private final PartitionDraft draft;
    private final SpotCheck check;
    private final BatchSizer sizer;
    private final Progress progress;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private final ModelCalls calls = new ModelCalls();

    SliceWork(
            Slice slice,
            ScreenedRows rows,
            SliceModel model,
            Checkpoints checkpoints,
            PartitionDraft draft,
            SpotCheck check,
            BatchSizer sizer,
            Progress progress) {
        this.slice = slice;
        this.rows = rows;
        this.model = model;
        this.checkpoints = checkpoints;
        this.draft = draft;
        this.check = check;
        this.sizer = sizer;
        this.progress = progress;
    }

    private record Batch(Slice slice, List<ScreenedRow> rows, Future<Answered> answered) {

        static Batch of(long from, List<ScreenedRow> rows, Future<Answered> answered) {
            return new Batch(new Slice(from, from + rows.size()), rows, answered);
        }
    }

    /** Writes every row to the draft and returns how many there were. */
    long run() throws IOException {
        long at = slice.from();
        for (Optional<Batch> batch = next(at); batch.isPresent(); batch = next(at)) {
            underWay.add(batch.get());
            at += batch.get().rows().size();
        }
        while (!underWay.isEmpty()) {
            writeFirst();
        }
        return at - slice.from();
    }

    private Optional<Batch> next(long at) throws IOException {
        Stop.check();
        while (underWay.size() >= model.share()) {
            writeFirst();
        }
        Optional<Checkpoint> kept = model.kept(at, rows);
        if (kept.isPresent()) {
            Checkpoint batch = kept.get();
            Answered answered = new Answered(
                    batch.toAnswers(), batch.answers().size(), Duration.ofMillis((long) (batch.seconds() * 1000)));
            return Optional.of(Batch.of(at, rows.take(batch.rows()), CompletableFuture.completedFuture(answered)));
        }
        while (!sizer.hasLearnt() && !underWay.isEmpty()) {
            writeFirst();
        }
        int size = sizer.require();
        long most = Math.min(checkpoints.nextAfter(at, slice.to()) - at, check.mostAt(at));
        List<ScreenedRow> batch = rows.take(size, (int) Math.min(most, Math.max(size, MOST_ROWS)));
        return batch.isEmpty() ? Optional.empty() : Optional.of(Batch.of(at, batch, ask(at, batch)));
    }

    private Future<Answered> ask(long at, List<ScreenedRow> batch) {
        List<String> molecules = ScreenedRow.toAsk(batch);
        if (molecules.isEmpty()) {
            return CompletableFuture.completedFuture(NOTHING);
        }
        model.start();
        return calls.submit(() -> model.ask(at, batch, molecules));
    }

    private void writeFirst() throws IOException {
        Batch batch = underWay.remove();
        Answered answered = await(batch.answered());
        sizer.took(answered.molecules(), answered.time());
        write(batch.slice(), batch.rows(), answered.answers());
        progress.advance(batch.rows().size());
    }

    private static Answered await(Future<Answered> call) {
        try {
            return ModelCalls.result(call);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    private void write(Slice where, List<ScreenedRow> batch, Answers answers) throws IOException {
        Iterator<Answer> next = answers.answers().iterator();
        for (ScreenedRow row : batch) {
            if (!(row.screened() instanceof Screened.Accepted molecule)) {
                draft.rejected(row.reject());
                continue;
            }
            KnownRow known = row.known();
            Answer said = known == null ? next.next() : known.answer();
            if (said instanceof Answer.Predicted predicted && known != null) {
                draft.takenOver(molecule, known.columns(), predicted.cells());
            } else if (said instanceof Answer.Predicted predicted) {
                draft.predicted(molecule, answers.columns(), predicted.cells());
                check.offer(where, molecule.smiles(), predicted.cells());
            } else if (said instanceof Answer.Refused refused) {
                draft.rejected(reject(row.row(), molecule, refused));
            }
        }
    }

    /** A molecule without a value, as a reject. */
    static RejectedRow reject(long row, Screened.Accepted molecule, Answer.Refused refused) {
        Stage stage = refused.ofTransport() ? Stage.TRANSPORT : Stage.MODEL;
        return new RejectedRow(row, molecule.key(), molecule.smiles(), stage, refused.reason(), refused.detail());
    }

    @Override
    public void close() {
        calls.close();
    }
}
