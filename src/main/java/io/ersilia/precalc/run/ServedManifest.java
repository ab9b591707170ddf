package io.ersilia.precalc.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

    /**
     * Whether it tells of this partition in this table as it is now.
     *
     * @param partitionNow null for a partition that was imported and has no manifest
     * @param tableKnowsModel the table may have been removed since, and made anew
     */
    public boolean stillHolds(@Nullable PartitionManifest partitionNow, String tableNow, boolean tableKnowsModel) {
        return table.equals(tableNow)
                && (partitionNow == null || partitionSha256.equals(partitionNow.sha256()))
                && (items == 0 || tableKnowsModel);
    }

    /** Rows that are neither items nor duplicates nor rejected; 0 unless something went wrong. */
    public long unaccounted() {
        return rows - items - duplicates - rejected.total();
    }
}
