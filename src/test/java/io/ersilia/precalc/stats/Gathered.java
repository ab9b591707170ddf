package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Partitions of which only cells are known, and their statistics. */
public final class Gathered {

    private static final String COLUMN = "value";

    private final List<PartitionManifest> manifests = new ArrayList<>();
    private final List<PartitionStats> stats = new ArrayList<>();

    /** What predict would say of a model with one column. */
    public static ColumnStats column(List<String> cells) {
        Gathered gathered = new Gathered();
        gathered.partition(List.of(COLUMN), cells.stream().map(List::of).toList());
        return gathered.stats.get(0).columns().get(0);
    }

    static Distribution distribution(List<String> cells) {
        return Objects.requireNonNull(column(cells).distribution());
    }

    /** The next partition. */
    PartitionStats partition(List<String> names, List<List<String>> rows) {
        PartitionTally tally = new PartitionTally(names);
        rows.forEach(tally::add);
        manifests.add(manifest(manifests.size() + 1, names, rows.size()));
        stats.add(tally.stats(manifests.get(manifests.size() - 1)));
        return stats.get(stats.size() - 1);
    }

    /** The next partition, of a model with one column. */
    PartitionStats partition(List<String> cells) {
        return partition(List.of(COLUMN), cells.stream().map(List::of).toList());
    }

    /** The run that has these partitions, merged in this order. */
    RunStats run(List<Integer> workers) {
        return RunStats.of(
                workers.stream().map(worker -> manifests.get(worker - 1)).toList(),
                partition -> Optional.of(stats.get(partition.number() - 1)));
    }

    PartitionStats stats(int worker) {
        return stats.get(worker - 1);
    }

    List<PartitionManifest> manifests() {
        return manifests;
    }

    public static PartitionManifest manifest(int worker, List<String> columns, long rows) {
        return new PartitionManifest(
                new RunId("r1"),
                new ModelId("eos4e40"),
                worker,
                0,
                rows,
                rows,
                rows,
                new Rejections(Map.of()),
                "sha-of-" + worker,
                columns,
                "v1",
                "embedded",
                null,
                true,
                List.of(),
                Instant.EPOCH,
                1.0,
                null,
                "slice",
                null,
                0,
                0,
                null,
                null,
                null,
                0);
    }
}
