package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Resources;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run took.
 *
 * @param secondsPerMolecule of one worker
 * @param memoryBytes that the worker with the most held; null where no partition says so
 * @param cores in use, on the average of the worker with the most; null where no partition says so
 */
public record Measured(
        RunId run,
        double secondsPerMolecule,
        @Nullable Long memoryBytes,
        @Nullable Double cores) {

    /** What the most alike of the earlier runs took, or what there is of this one; empty where nothing was measured. */
    public static Optional<Measured> before(Plan plan, RunStore store, String runner) {
        return new EarlierRuns(store, plan, runner).best().map(Measured::of);
    }

    private static Measured of(Experience experience) {
        return new Measured(
                experience.run(),
                experience.secondsPerMolecule(),
                experience.partitions().stream()
                        .map(PartitionManifest::resources)
                        .filter(Objects::nonNull)
                        .map(Resources::maxRssBytes)
                        .filter(Objects::nonNull)
                        .max(Long::compare)
                        .orElse(null),
                experience.partitions().stream()
                        .filter(partition -> partition.resources() != null && partition.seconds() >= 1)
                        .map(Measured::cores)
                        .max(Double::compare)
                        .orElse(null));
    }

    private static double cores(PartitionManifest partition) {
        Resources used = partition.resources();
        return used == null ? 0 : used.cpuSeconds() / partition.seconds();
    }
}
