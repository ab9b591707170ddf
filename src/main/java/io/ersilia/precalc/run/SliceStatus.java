package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What became of one slice of a run so far. Of a partition, rows = predicted + rejected.
 *
 * @param rows of the slice; null where nobody counted those of an imported partition
 * @param predicted rows of the partition; 0 without one, null where nobody counted them
 * @param rejected by predict
 * @param served predictions in the table
 * @param kept rows of finished batches, while there is no partition
 */
public record SliceStatus(
        int worker,
        @Nullable Long rows,
        @Nullable Long predicted,
        long rejected,
        long served,
        SliceState state,
        @JsonIgnore long kept) {

    public SliceStatus {
        if (rejected < 0 || served < 0 || kept < 0) {
            throw new IllegalArgumentException(
                    "slice %d with %d rejected, %d served, %d kept".formatted(worker, rejected, served, kept));
        }
    }
}
