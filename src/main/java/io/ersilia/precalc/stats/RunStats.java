package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the columns of a run hold, merged over its partitions.
 *
 * @param rows predicted rows of the partitions that have statistics
 * @param columns in the order of the model; none when no partition has any
 * @param without the numbers of the predicted partitions that are not in it: their statistics are missing, as of earlier
 *     versions, of another CSV, of other columns or unreadable
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public record RunStats(long rows, List<ColumnStats> columns, List<Integer> without) {

    public RunStats {
        columns = List.copyOf(columns);
        without = List.copyOf(without);
    }

    /**
     * Merges one partition at a time, so that memory does not grow with their number.
     *
     * @param manifests of the predicted partitions of one run
     * @param statistics how the statistics of a partition are found, e.g. {@code store::stats}
     */
    public static RunStats of(
            Iterable<PartitionManifest> manifests, Function<Partition, Optional<PartitionStats>> statistics) {
        throw new UnsupportedOperationException("not yet"); // bodies follow
    }

    /**
     * The columns to show of a wide model: those whose cells tell most ({@link ColumnStats#information}) first, of
     * equals the earlier ones; constant and empty columns come last.
     */
    public List<ColumnStats> mostTelling(int n) {
        throw new UnsupportedOperationException("not yet"); // bodies follow
    }

    /** How many columns hold no value at all. */
    public long emptyColumns() {
        return columns.stream()
                .filter(column -> column.empties() == column.rows())
                .count();
    }
}
