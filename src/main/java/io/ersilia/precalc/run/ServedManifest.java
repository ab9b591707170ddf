package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of serving a partition, {@code part-0001.served.json}.
 *
 * @param table where the items were written, e.g. {@code dynamodb:precalculations-table}
 * @param tableId unique id of the table; null if unknown, as in files of earlier versions
 * @param partitionSha256 of the CSV that was served
 * @param rows rows read from the CSV
 * @param items predictions written
 * @param duplicates rows whose key also occurs in a later row
 * @param capacity write units consumed; 0 for a table that has none
 * @param probes keys of some items, which show whether the table still has them; none in files of earlier versions
 * @param keysSha256 of the file with the written keys; null from earlier versions
 * @param replacedBy the run that replaced it by force; null if none did
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
        if (rows < 0 || items < 0 || duplicates < 0) {
            throw new IllegalArgumentException("%d items, %d duplicates of %d rows".formatted(items, duplicates, rows));
        }
    }

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
     * Whether this still describes the given partition and table. Only the id identifies a table: one file can have many
     * names, and a name can now belong to another table.
     *
     * @param sha256Now of the partition's CSV; null if unknown, as for an imported one that was not read
     * @param tableIdNow empty if there is no table
     */
    public boolean stillHolds(@Nullable String sha256Now, Optional<String> tableIdNow) {
        return tableId != null
                && tableId.equals(tableIdNow.orElse(null))
                && (sha256Now == null || sha256Now.equals(partitionSha256));
    }

    /** Rows that are neither items nor duplicates nor rejected; 0 unless there is a bug. */
    public long unaccounted() {
        return rows - items - duplicates - rejected.total();
    }
}
