package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.run.Rejections;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of every row: rows in = predicted + rejected + not predicted, predicted = served + duplicates + rejected by
 * serve + not served.
 *
 * @param rowsIn of the plan's slices; null where nobody counted those of an imported run
 * @param rejected by predict
 * @param notPredicted rows of slices without a partition
 * @param served predictions in the table
 * @param duplicates predictions whose key a later row has too
 * @param servedRejected by serve
 * @param notServed predictions of partitions that are not in the table
 * @param unaccounted rows that finish could not account for; until it did, what the manifests do not account for
 * @param verified items that were read back and compared; null before finish
 * @param finished when finish counted; null when it did not, or not since the partitions are as they are: then
 *     duplicates are those within a partition only
 */
public record RowCounts(
        @Nullable Long rowsIn,
        long predicted,
        Rejections rejected,
        long notPredicted,
        long served,
        long duplicates,
        Rejections servedRejected,
        long notServed,
        long unaccounted,
        @Nullable Long verified,
        @Nullable Instant finished) {

    public boolean complete() {
        return finished != null && unaccounted == 0;
    }

    /** Rows without a prediction and without a reason for it: lost by a mistake, not just not done yet. */
    public long lost() {
        return Math.max(0, unaccounted - notPredicted - notServed);
    }
}
