package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.stats.PartitionStats;
import io.ersilia.precalc.store.RunStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Reads the statistics of partitions, asked for in their order, several at a time: of 256 on S3 each is a request. */
final class StatsAhead {

    /** Statistics of a wide model in memory at once: its files are megabytes. */
    private static final int WIDE_AT_ONCE = 2;

    private static final int WIDE_COLUMNS = 64;

    private final RunStore store;
    private final List<String> notes;
    private final Deque<PartitionManifest> ahead;
    private final Map<Partition, Optional<PartitionStats>> read = new HashMap<>();

    /** @param notes takes a line for each file that cannot be read */
    StatsAhead(RunStore store, Collection<PartitionManifest> partitions, List<String> notes) {
        this.store = store;
        this.notes = notes;
        this.ahead = new ArrayDeque<>(partitions);
    }

    private record Found(Partition partition, @Nullable PartitionStats stats, List<String> problems) {}

    /** The partition's statistics; empty where there are none that can be read. */
    Optional<PartitionStats> of(Partition partition) {
        while (!read.containsKey(partition) && !ahead.isEmpty()) {
            readOn();
        }
        return read.getOrDefault(partition, Optional.empty());
    }

    private void readOn() {
        read.clear();
        List<Callable<Found>> looks = new ArrayList<>();
        int atOnce = ahead.element().columns().size() > WIDE_COLUMNS ? WIDE_AT_ONCE : InParallel.READERS;
        while (looks.size() < atOnce && !ahead.isEmpty()) {
            PartitionManifest next = ahead.remove();
            if (next.predicted() > 0) {
                looks.add(() -> look(next.partition()));
            }
        }
        for (Found one : InParallel.all(looks)) {
            notes.addAll(one.problems());
            read.put(one.partition(), Optional.ofNullable(one.stats()));
        }
    }

    private Found look(Partition partition) {
        List<String> problems = new ArrayList<>();
        return new Found(partition, ReadableManifests.readable(() -> store.stats(partition), problems), problems);
    }
}
