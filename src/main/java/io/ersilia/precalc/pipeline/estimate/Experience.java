package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the model shows about the next.
 *
 * @param secondsPerMolecule of one worker, with its share of starting the model
 * @param molecules that were predicted: the more there are, the less the start of the model weighs
 * @param modelVersion null when not known
 * @param runner null when not known
 * @param alike whether it was the same version of the model and the same runner, as far as is known
 * @param partitions that were looked at, each with predictions
 */
public record Experience(
        RunId run,
        double secondsPerMolecule,
        long molecules,
        @Nullable String modelVersion,
        @Nullable String runner,
        boolean alike,
        List<PartitionManifest> partitions) {

    /** Prefers a run like the work ahead, then the one with the most molecules. */
    static final Comparator<Experience> BY_WORTH =
            Comparator.comparing(Experience::alike).thenComparing(Experience::molecules);

    /** No model takes longer for a molecule: more is a mistake in a file. */
    private static final double MAX_SECONDS = 30 * 24 * 3600.0;

    public Experience {
        partitions = List.copyOf(partitions);
        if (!isBelievable(secondsPerMolecule, molecules)) {
            throw new IllegalArgumentException(
                    "no experience: %s seconds each for %d molecules".formatted(secondsPerMolecule, molecules));
        }
    }

    /** What the most similar earlier run took, or this run so far; empty if nothing was measured. */
    public static Optional<Experience> before(Plan plan, RunStore store, String runner) {
        return new EarlierRuns(store, plan, runner).best();
    }

    /** The most memory that a worker held; null if no partition says so. */
    public @Nullable Long memoryBytes() {
        return partitions.stream()
                .flatMap(one -> Stream.ofNullable(one.resources()))
                .flatMap(used -> Stream.ofNullable(used.maxRssBytes()))
                .max(Long::compare)
                .orElse(null);
    }

    /** The average number of cores in use by the worker that used most; null if no partition says so. */
    public @Nullable Double cores() {
        return partitions.stream()
                .filter(one -> one.seconds() >= 1)
                .flatMap(one -> Stream.ofNullable(one.resources()).map(used -> used.cpuSeconds() / one.seconds()))
                .max(Double::compare)
                .orElse(null);
    }

    static boolean isBelievable(double secondsPerMolecule, long molecules) {
        return secondsPerMolecule >= 0 && secondsPerMolecule <= MAX_SECONDS && molecules > 0;
    }

    /** From partitions of one run, each with predictions. */
    static Experience of(List<PartitionManifest> partitions, RunVersion ahead, String runner) {
        PartitionManifest first = partitions.get(0);
        long molecules =
                partitions.stream().mapToLong(PartitionManifest::predicted).sum();
        double seconds = partitions.stream()
                .mapToDouble(PartitionManifest::secondsOfModel)
                .sum();
        return new Experience(
                first.run(),
                seconds / molecules,
                molecules,
                first.modelVersion(),
                first.runner(),
                ahead.isOf(first) && first.runner().equals(runner),
                partitions);
    }

    /** From a finished run, by the metadata of the model. */
    static Experience of(ModelMetadata model, double secondsPerMolecule, RunVersion ahead) {
        return new Experience(
                model.run(),
                secondsPerMolecule,
                model.newlyPredicted(),
                model.modelVersion(),
                null,
                ahead.isMeantBy(model.modelVersion()),
                List.of());
    }

    /** From the model's last finished run, whatever its version; null if its time is not known. */
    static @Nullable Experience of(ModelMetadata model) {
        Double seconds = model.secondsPerMolecule();
        return seconds == null || !isBelievable(seconds, model.newlyPredicted())
                ? null
                : new Experience(
                        model.run(), seconds, model.newlyPredicted(), model.modelVersion(), null, true, List.of());
    }

    /** The same run with the numbers of all its partitions. */
    Experience with(ModelMetadata model, double seconds) {
        return new Experience(run, seconds, model.newlyPredicted(), modelVersion, runner, alike, partitions);
    }
}
