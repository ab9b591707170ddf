package io.ersilia.precalc.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What finish counted last, {@code account.json}: what no manifest says, so that a report tells the same whenever it is
 * made.
 *
 * @param finished when it was counted
 * @param tableId of the table that it was counted for; null where nobody knows
 * @param partitionsSha256 of what the partitions were then, and how they were served: others make the account stale
 * @param served predictions in the table
 * @param duplicates predictions whose key a later row has too, of whatever partition
 * @param rejected by predict and by serve
 * @param verified items that were read back from the table and compared
 */
public record RunAccount(
        RunId run,
        Instant finished,
        @Nullable String tableId,
        String partitionsSha256,
        long rowsIn,
        long predicted,
        long served,
        long duplicates,
        Rejections rejected,
        long unaccounted,
        long verified) {}
