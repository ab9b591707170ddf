package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What serve made of a partition, {@code part-0001.served.json}.
 *
 * @param table where the items went, e.g. {@code dynamodb:precalculations-table}
 * @param tableId what no other table is called; null where that was not known, as in files of before
 * @param partitionSha256 of the CSV that was served
 * @param rows rows read from the CSV
 * @param items predictions written
 * @param duplicates rows whose key a later row has too
 * @param capacity write units consumed; 0 for a table that has none
 * @param probes keys of some items, by which it is seen whether the table still has them; none in files of before
 * @param keysSha256 of the file of keys that were written; null where an earlier version served and left none
 * @param replacedBy the run that wrote over it, though it must not without being told to; null for none
 */
public record ServedManifest(
        String table,
        @Nullable String tableId,
        String partitionSha256,
        long rows,
        long items,
        long duplicates,
        Rejections rejected,
        double capacity,
        Instant started,
        double seconds,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> probes,
        @Nullable String keysSha256,
        @Nullable RunId replacedBy) {

    public ServedManifest {
        probes = List.copyOf(probes);
    }

    /** The same, written over by that run. */
    public ServedManifest replaced(RunId by) {
        return new ServedManifest(
                table,
                tableId,
                partitionSha256,
                rows,
                items,
                duplicates,
                rejected,
                capacity,
                started,
                seconds,
                probes,
                keysSha256,
                by);
    }

    /**
     * Whether it tells of this partition in this table as it is now. The id alone says which table: one file has many
     * names, and under the same name there may be another table by now.
     *
     * @param sha256Now of the partition's CSV; null where nobody knows it, as of an imported one that was not read
     * @param tableIdNow empty where there is no table
     */
    public boolean stillHolds(@Nullable String sha256Now, Optional<String> tableIdNow) {
        return tableId != null
                && tableId.equals(tableIdNow.orElse(null))
                && (sha256Now == null || sha256Now.equals(partitionSha256));
    }

    /** Rows that are neither items nor duplicates nor rejected; 0 unless something went wrong. */
    public long unaccounted() {
        return rows - items - duplicates - rejected.total();
    }
}
