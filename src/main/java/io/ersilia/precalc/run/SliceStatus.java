package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of one slice of a run so far. Of a partition, rows = predicted + rejected.
 *
 * @param rows of the slice; null where nobody counted those of an imported partition
 * @param predicted rows of the partition; 0 without one, null where nobody counted them
 * @param rejected by predict
 * @param served predictions in the table
 * @param kept rows of finished batches, while there is no partition
 * @param replacedBy the run whose items the table has in its place; null but for {@link SliceState#REPLACED}
 */
public record SliceStatus(
        int worker,
        @Nullable Long rows,
        @Nullable Long predicted,
        long rejected,
        long served,
        SliceState state,
        @JsonIgnore long kept,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RunId replacedBy) {

    public SliceStatus(
            int worker,
            @Nullable Long rows,
            @Nullable Long predicted,
            long rejected,
            long served,
            SliceState state,
            long kept) {
        this(worker, rows, predicted, rejected, served, state, kept, null);
    }

    public SliceStatus {
        if (rejected < 0 || served < 0 || kept < 0) {
            throw new IllegalArgumentException(
                    "slice %d with %d rejected, %d served, %d kept".formatted(worker, rejected, served, kept));
        }
        if ((state == SliceState.REPLACED) != (replacedBy != null)) {
            throw new IllegalArgumentException("slice %d is %s, by run %s".formatted(worker, state, replacedBy));
        }
    }

    /** The same, of which the table has that run's items instead. */
    public SliceStatus replaced(RunId by) {
        return new SliceStatus(worker, rows, predicted, rejected, 0, SliceState.REPLACED, kept, by);
    }
}
