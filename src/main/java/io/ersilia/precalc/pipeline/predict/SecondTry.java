package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.pipeline.shared.WrittenRows;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectedRow.Stage;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another try for the molecules of a partition that failed on the way to the model: only they are asked again, and all
 * other rows are taken as they are. Neither the library nor screening is needed for that.
 */
final class SecondTry {

    private final Plan plan;
    private final PartitionManifest before;
    private final StoredPartition stored;
    private final List<RejectedRow> open;

    private SecondTry(Plan plan, PartitionManifest before, StoredPartition stored, List<RejectedRow> open) {
        this.plan = plan;
        this.before = before;
        this.stored = stored;
        this.open = List.copyOf(open);
    }

    /**
     * Looks for molecules worth another try.
     *
     * @param work where the partition is copied to
     * @return empty if there is none
     * @throws Failure of kind INPUT if the partition does not match its manifest
     */
    static Optional<SecondTry> of(RunStore store, Plan plan, PartitionManifest before, TemporaryFolder work)
            throws IOException {
        if (before.rejected().counts().getOrDefault(Reason.MODEL_FAILED, 0L) == 0) {
            return Optional.empty(); // so that a finished partition costs no more than reading its manifest
        }
        StoredPartition stored = StoredPartition.fetch(store, before.partition(), plan, work);
        List<RejectedRow> open = new ArrayList<>();
        try (RejectsFile.Reader rejects = WrittenRows.rejects(stored)) {
            for (Optional<RejectedRow> row = rejects.read(); row.isPresent(); row = rejects.read()) {
                row.filter(reject -> reject.stage() == Stage.TRANSPORT).ifPresent(open::add);
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(new SecondTry(plan, before, stored, open));
    }

    /** How many molecules are asked again. */
    int molecules() {
        return open.size();
    }

    /** The new answers by row, and the names of the columns. */
    record Said(List<String> columns, Map<Long, Answer> answers) {}

    /** Asks for these molecules; the model has the columns of the other rows, if these have any. */
    Said ask(CheckedModel model, BatchSizer sizer) throws InterruptedException {
        Map<Long, Answer> answers = new HashMap<>();
        List<String> columns = before.columns();
        for (int from = 0; from < open.size(); ) {
            List<RejectedRow> some = open.subList(from, Math.min(from + sizer.require(), open.size()));
            Answers said = model.predict(some.stream().map(RejectedRow::input).toList());
            columns = said.columns();
            for (int i = 0; i < some.size(); i++) {
                answers.put(some.get(i).row(), said.answers().get(i));
            }
            from += some.size();
        }
        return new Said(columns, answers);
    }

    /** Writes all rows in their order: those that were asked again, and the others as they were. */
    void write(Said said, PartitionDraft draft) throws IOException {
        try (WrittenRows rows = new WrittenRows(stored, plan, before)) {
            while (rows.next()) {
                Optional<RejectedRow> reject = rows.reject();
                if (reject.isPresent()) {
                    write(reject.get(), said, draft);
                } else {
                    draft.predicted(rows.molecule(), before.columns(), rows.values());
                }
            }
        }
    }

    private static void write(RejectedRow reject, Said said, PartitionDraft draft) throws IOException {
        Answer answer = said.answers().get(reject.row());
        InchiKey key = reject.key();
        if (answer instanceof Answer.Predicted predicted && key != null) {
            draft.predicted(new Screened.Accepted(reject.input(), key), said.columns(), predicted.cells());
        } else if (answer instanceof Answer.Refused refused && key != null) {
            draft.rejected(SliceWork.reject(reject.row(), new Screened.Accepted(reject.input(), key), refused));
        } else {
            draft.rejected(reject);
        }
    }
}
