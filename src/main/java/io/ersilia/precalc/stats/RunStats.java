package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statistics of a run's columns, merged across its partitions.
 *
 * @param rows predicted rows of the partitions that have statistics
 * @param columns in the order of the model; empty if no partition has any
 * @param without the numbers of the partitions with predictions that are not included, because their statistics are missing (as
 *     in earlier versions), unreadable, or those of another CSV or of other columns
 */
public record RunStats(long rows, List<ColumnStats> columns, List<Integer> without) {

    private static final Logger log = LoggerFactory.getLogger(RunStats.class);

    public RunStats {
        columns = List.copyOf(columns);
        without = List.copyOf(without);
    }

    /**
     * Merges one partition at a time, so that memory does not grow with their number. Unusable statistics are left out with a
     * warning.
     *
     * @param manifests of the predicted partitions of one run
     * @param statistics how the statistics of a partition are found, e.g. {@code store::stats}
     */
    public static RunStats of(
            Iterable<PartitionManifest> manifests, Function<Partition, Optional<PartitionStats>> statistics) {
        PartitionTally merged = null;
        List<Integer> without = new ArrayList<>();
        for (PartitionManifest manifest : manifests) {
            if (manifest.inCsv() == 0) {
                continue;
            }
            PartitionStats found = find(manifest, statistics);
            if (merged == null && found != null) {
                merged = new PartitionTally(manifest.columns());
            }
            if (found == null || merged == null) {
                without.add(manifest.worker());
            } else if (!merged.add(found)) {
                log.warn(
                        "{} has other columns than the partitions before it: not in the statistics", found.partition());
                without.add(manifest.worker());
            }
        }
        return merged == null
                ? new RunStats(0, List.of(), without)
                : new RunStats(merged.rows(), merged.columns(), without);
    }

    private static @Nullable PartitionStats find(
            PartitionManifest manifest, Function<Partition, Optional<PartitionStats>> statistics) {
        try {
            PartitionStats found = statistics.apply(manifest.partition()).orElse(null);
            if (found == null || found.isOf(manifest)) {
                return found;
            }
            log.warn("the statistics of {} are of another CSV than its own: ignored", manifest.partition());
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.INPUT) {
                throw e;
            }
            log.warn("no statistics of {}: {}", manifest.partition(), e.getMessage());
        }
        return null;
    }

    /**
     * The columns of a wide model to show: the most informative ({@link ColumnStats#information}) first, among equals the earlier
     * ones; constant and empty columns come last.
     */
    public List<ColumnStats> mostTelling(int n) {
        record Told(ColumnStats column, double bits) {}
        return columns.stream()
                .map(column -> new Told(column, column.information()))
                .sorted(Comparator.comparingDouble(Told::bits).reversed())
                .limit(n)
                .map(Told::column)
                .toList();
    }
}
