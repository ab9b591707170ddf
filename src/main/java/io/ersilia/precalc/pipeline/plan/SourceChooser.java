package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the earlier run from which a new one takes predictions over: complete, of the same version and the same runner. */
final class SourceChooser {

    /**
     * A complete run from which another takes predictions over.
     *
     * @param modelVersion that it used; null if the model did not say
     */
    record SourceRun(Plan plan, @Nullable String modelVersion) {}

    private static final Logger log = LoggerFactory.getLogger(SourceChooser.class);

    /** At most this many runs are looked at, the newest first. */
    private static final int MAX_RUNS = 20;

    private final RunStore store;

    SourceChooser(RunStore store) {
        this.store = store;
    }

    /**
     * The named run, else the fitting complete run with the most rows, the newest among equals. Empty if a complete run has
     * the same library: then the new run is a repetition.
     *
     * @param plan of the new run
     * @throws Failure of kind INPUT if the named run does not fit
     */
    Optional<SourceRun> choose(Plan plan, Takeover wanted) {
        if (wanted.isNothing()) {
            return Optional.empty();
        }
        if (wanted.from() != null) {
            return Optional.of(named(wanted.from(), plan, wanted));
        }
        List<Plan> complete = store.runs(plan.model()).stream()
                .filter(run -> !run.equals(plan.run()))
                .limit(MAX_RUNS)
                .flatMap(run -> store.plan(plan.model(), run).stream())
                .filter(this::isComplete)
                .toList();
        Optional<Plan> same = wanted.isAskedFor()
                ? Optional.empty()
                : complete.stream().filter(one -> hasSameRows(one, plan)).findFirst();
        if (same.isPresent()) {
            log.info(
                    "run {} of the same molecules is complete, so this run predicts all of them again (--known-from {} takes its predictions over)",
                    same.get().run(),
                    same.get().run());
            return Optional.empty();
        }
        return complete.stream()
                .sorted(Comparator.comparing(Plan::rows).reversed())
                .flatMap(one -> fitting(one, plan, wanted).stream())
                .findFirst();
    }

    private boolean isComplete(Plan plan) {
        return store.account(plan.model(), plan.run())
                        .filter(Reconciliation::complete)
                        .isPresent()
                && RunChooser.isFinished(store, plan);
    }

    private static boolean hasSameRows(Plan one, Plan other) {
        return one.library().sha256().equals(other.library().sha256()) && Objects.equals(one.sample(), other.sample());
    }

    private SourceRun named(RunId run, Plan plan, Takeover wanted) {
        Plan earlier = store.plan(plan.model(), run)
                .orElseThrow(() -> refused(run, "%s has no such run with a plan".formatted(store.uri())));
        if (!isComplete(earlier)) {
            throw refused(run, "it is not complete");
        }
        List<PartitionManifest> partitions = partitions(earlier);
        unfit(earlier, partitions, plan, wanted).ifPresent(why -> {
            throw refused(run, why);
        });
        return new SourceRun(earlier, version(partitions));
    }

    private static Failure refused(RunId run, String why) {
        return Failure.input(
                "--known-from %s: %s; name a complete run of the same model version and runner, or omit the option"
                        .formatted(run, why));
    }

    private Optional<SourceRun> fitting(Plan earlier, Plan plan, Takeover wanted) {
        List<PartitionManifest> partitions = partitions(earlier);
        Optional<String> why = unfit(earlier, partitions, plan, wanted);
        if (why.isEmpty() && version(partitions) == null) {
            why = Optional.of("the version of its model is not known");
        }
        if (why.isEmpty() && !partitions.stream().allMatch(PartitionManifest::deterministic)) {
            why = Optional.of("its model answers differently each time (--known-from %s takes them over all the same)"
                    .formatted(earlier.run()));
        }
        why.ifPresent(words -> log.info("the predictions of run {} are not taken over: {}", earlier.run(), words));
        return why.isEmpty() ? Optional.of(new SourceRun(earlier, version(partitions))) : Optional.empty();
    }

    private List<PartitionManifest> partitions(Plan plan) {
        return InParallel.each(plan.sharesWithRows(), share -> store.manifest(plan.partition(share.worker()))).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Why nothing can be taken over from the run, in a few words; empty when it can. */
    private Optional<String> unfit(Plan earlier, List<PartitionManifest> partitions, Plan plan, Takeover wanted) {
        String version = version(partitions);
        String asked = plan.modelVersion();
        if (partitions.stream().anyMatch(one -> !one.runner().equals(wanted.runner()))) {
            return Optional.of("it used another runner than %s".formatted(wanted.runner()));
        }
        if (asked != null && version != null && !RunVersion.covers(asked, version)) {
            return Optional.of("it is of version %s, not %s".formatted(version, asked));
        }
        if (partitions.stream()
                        .map(PartitionManifest::modelVersion)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                > 1) {
            return Optional.of("its partitions are of different versions");
        }
        if (partitions.stream()
                        .map(PartitionManifest::columns)
                        .filter(columns -> !columns.isEmpty())
                        .distinct()
                        .count()
                != 1) {
            return Optional.of("its partitions have not the same columns");
        }
        if (store.keyIndex(earlier.model(), earlier.run()).size().isEmpty()) {
            return Optional.of(
                    "it has no index of its keys: finish it again; if that makes none, serve it again by --force"
                            + " before");
        }
        return Optional.empty();
    }

    /** The version that any partition knows; slices without molecules never learn it. */
    private static @Nullable String version(List<PartitionManifest> partitions) {
        return partitions.stream()
                .map(PartitionManifest::modelVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
