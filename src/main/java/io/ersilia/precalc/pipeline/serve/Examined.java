package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;

/**
 * What serving a partition would do; nothing of it was written.
 *
 * @param isServed whether it is in the table already, so that serving it again does nothing
 * @param rows of the CSV
 * @param items predictions
 * @param duplicates predictions whose key a later row has too
 * @param rejected by serve
 * @param writeUnits that its items take in a table of DynamoDB, at most: those of duplicates are in it; 0 when served
 * @param unitsPerItem on average
 */
public record Examined(
        Partition partition,
        boolean isServed,
        long rows,
        long items,
        long duplicates,
        Rejections rejected,
        long writeUnits,
        double unitsPerItem) {

    static Examined of(Partition partition, Examination found) {
        return new Examined(
                partition,
                false,
                found.rows(),
                found.predictions(),
                found.duplicates(),
                found.rejected(),
                found.writeUnits(),
                found.unitsPerItem());
    }

    /** One that is in the table already. */
    public static Examined served(Partition partition, ServedManifest served) {
        return new Examined(
                partition, true, served.rows(), served.items(), served.duplicates(), served.rejected(), 0, 0);
    }
}
