package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.store.RunStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The statistics of a run, of which those of each partition are read once.
 *
 * @param problems a line for each file that cannot be read; its partition is left out, as no prediction depends on it
 */
public record MergedStats(RunStats stats, List<String> problems) {

    public MergedStats {
        problems = List.copyOf(problems);
    }

    /** Merges those of the predicted partitions of a run, in their order. */
    public static MergedStats read(RunStore store, Collection<PartitionManifest> predicted) {
        List<String> problems = new ArrayList<>();
        RunStats stats = RunStats.of(predicted, new StatsAhead(store, predicted, problems)::of);
        return new MergedStats(stats, problems);
    }
}
