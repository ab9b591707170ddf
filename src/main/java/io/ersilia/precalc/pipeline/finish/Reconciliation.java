package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every row of a run.
 *
 * @param served predictions in the table
 * @param duplicates predictions whose key a later row has too
 * @param rejected by predict and by serve
 * @param unaccounted rows that are neither; 0 when the run is complete
 * @param verified items that were read back from the table and compared; what other runs replaced is not among them
 * @param verifiable items of the run, predictions and rejections, that could have been; 0 when none was
 * @param replacedBy items that were looked up and that newer runs replaced, by run
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
        long verifiable,
        Map<RunId, Long> replacedBy,
        long checkedAgain,
        long differing) {

    public Reconciliation {
        Map<RunId, Long> sorted = new TreeMap<>(Comparator.comparing(RunId::value));
        sorted.putAll(replacedBy);
        replacedBy = Collections.unmodifiableMap(sorted);
    }
}
