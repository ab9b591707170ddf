package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.RunId;
import java.util.List;

/**
 * Statistics of a partition's columns, {@code part-0001.stats.json}, collected by predict while it writes the CSV.
 *
 * @param sha256 of the stored CSV that these statistics describe
 * @param rows of the CSV
 * @param columns in the order of the CSV; empty for a partition without predictions
 */
public record PartitionStats(
        RunId run, ModelId model, int worker, String sha256, long rows, List<ColumnStats> columns) {

    public PartitionStats {
        columns = List.copyOf(columns);
        Partition.requireNumber(worker);
        for (ColumnStats column : columns) {
            if (column.rows() != rows) {
                throw new IllegalArgumentException(
                        "a column of %d rows among those of %d".formatted(column.rows(), rows));
            }
        }
    }

    public Partition partition() {
        return new Partition(model, run, worker);
    }

    /** Whether these statistics belong to the partition that the manifest describes, and not to one it replaced. */
    public boolean isOf(PartitionManifest manifest) {
        return partition().equals(manifest.partition()) && sha256.equals(manifest.sha256());
    }
}
