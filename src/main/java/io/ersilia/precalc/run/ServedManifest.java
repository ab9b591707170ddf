package io.ersilia.precalc.run;

import java.time.Instant;

/**
 * What serve made of a partition, {@code part-0001.served.json}.
 *
 * @param table where the items went, e.g. {@code dynamodb:precalculations-table}
 * @param partitionSha256 of the CSV that was served
 * @param rows rows read from the CSV
 * @param items predictions written
 * @param duplicates rows whose key a later row has too
 * @param capacity write units consumed; 0 for a table that has none
 */
public record ServedManifest(
        String table,
        String partitionSha256,
        long rows,
        long items,
        long duplicates,
        Rejections rejected,
        double capacity,
        Instant started,
        double seconds) {

    /** Rows that are neither items nor duplicates nor rejected; 0 unless something went wrong. */
    public long unaccounted() {
        return rows - items - duplicates - rejected.total();
    }
}
