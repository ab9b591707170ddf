package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.ReadAhead;
import io.ersilia.precalc.stats.PartitionStats;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.store.RunStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a run, merged from those of its partitions, which are each read once.
 *
 * @param problems a line for each file that cannot be read; its partition is left out, as no prediction depends on it
 */
public record MergedStats(RunStats stats, List<String> problems) {

    /** Partitions of a wide model whose statistics are in memory at once: such files are megabytes. */
    private static final int WIDE_AT_ONCE = 2;

    private static final int WIDE_COLUMNS = 64;

    public MergedStats {
        problems = List.copyOf(problems);
    }

    private record Found(@Nullable PartitionStats stats, List<String> problems) {}

    /** Merges the statistics of the predicted partitions of a run, in their order. */
    public static MergedStats read(RunStore store, Collection<PartitionManifest> predicted) {
        List<PartitionManifest> wanted =
                predicted.stream().filter(one -> one.inCsv() > 0).toList();
        boolean wide = wanted.stream().anyMatch(one -> one.columns().size() > WIDE_COLUMNS);
        List<String> problems = new ArrayList<>();
        try (ReadAhead<Found> files = new ReadAhead<>(
                wanted, one -> look(store, one.partition()), wide ? WIDE_AT_ONCE : InParallel.READERS)) {
            RunStats stats = RunStats.of(wanted, partition -> {
                Found next = files.next();
                problems.addAll(next.problems());
                return Optional.ofNullable(next.stats());
            });
            return new MergedStats(stats, problems);
        }
    }

    private static Found look(RunStore store, Partition partition) {
        List<String> problems = new ArrayList<>();
        return new Found(ReadableManifests.readable(() -> store.stats(partition), problems), problems);
    }
}
