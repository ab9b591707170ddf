package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The current state of one slice of a run. For a partition, rows = predicted + taken over + rejected.
 *
 * @param rows of the slice; null for an imported partition whose rows were not counted
 * @param predicted rows of the partition that this run asked the model about; 0 if there is none, null if not counted
 * @param takenOver the other rows of the partition, predicted by an earlier run
 * @param rejected by predict
 * @param served predictions in the table
 * @param kept rows in finished batches, while there is no partition
 * @param replacedBy the run whose items the table has instead; null except for {@link SliceState#REPLACED}
 */
public record SliceStatus(
        int worker,
        @Nullable Long rows,
        @Nullable Long predicted,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long takenOver,
        long rejected,
        long served,
        SliceState state,
        @JsonIgnore long kept,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RunId replacedBy) {

    /** A slice without rows taken over. */
    public SliceStatus(
            int worker,
            @Nullable Long rows,
            @Nullable Long predicted,
            long rejected,
            long served,
            SliceState state,
            long kept) {
        this(worker, rows, predicted, 0, rejected, served, state, kept, null);
    }

    public SliceStatus {
        if (takenOver < 0 || rejected < 0 || served < 0 || kept < 0) {
            throw new IllegalArgumentException(
                    "slice %d with %d rejected, %d served, %d kept".formatted(worker, rejected, served, kept));
        }
        if ((state == SliceState.REPLACED) != (replacedBy != null)) {
            throw new IllegalArgumentException("slice %d is %s, by run %s".formatted(worker, state, replacedBy));
        }
    }

    /** The same slice, replaced in the table by that run's items. */
    public SliceStatus replaced(RunId by) {
        return new SliceStatus(worker, rows, predicted, takenOver, rejected, 0, SliceState.REPLACED, kept, by);
    }
}
