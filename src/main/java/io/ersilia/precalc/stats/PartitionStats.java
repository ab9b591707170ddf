package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.RunId;
import java.util.List;

/**
 * What the columns of a partition hold, {@code part-0001.stats.json}: gathered by predict while it writes the CSV.
 *
 * @param sha256 of the CSV as stored, which these are the statistics of
 * @param rows of the CSV
 * @param columns in the order of the CSV; none of a partition without predictions
 */
public record PartitionStats(
        RunId run, ModelId model, int worker, String sha256, long rows, List<ColumnStats> columns) {

    public PartitionStats {
        columns = List.copyOf(columns);
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

    /** Whether these are the statistics of the partition that the manifest describes, and not of one it replaced. */
    public boolean isOf(PartitionManifest manifest) {
        return partition().equals(manifest.partition()) && sha256.equals(manifest.sha256());
    }
}
