package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;

/**
 * What became of every row of a run.
 *
 * @param served predictions in the table
 * @param duplicates predictions whose key a later row has too
 * @param rejected by predict and by serve
 * @param unaccounted rows that are neither; 0 when the run is complete
 * @param verified items that were read back from the table and compared
 * @param checkedAgain molecules that were asked again at random places before their partitions were published
 * @param differing how many of them were answered otherwise, and were asked anew
 */
public record Reconciliation(
        RunId run,
        long rowsIn,
        long predicted,
        long served,
        long duplicates,
        Rejections rejected,
        long unaccounted,
        double seconds,
        long verified,
        long checkedAgain,
        long differing) {}
