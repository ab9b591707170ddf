package io.ersilia.precalc.store;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the runs of a model among its folders. */
final class Runs {

    private record Planned(RunId run, Instant created) {}

    private Runs() {}

    static List<RunId> newestFirst(RunStore store, ModelId model, List<String> folders) {
        return folders.stream()
                .map(Runs::run)
                .filter(Objects::nonNull)
                .map(run -> new Planned(run, created(store.plan(model, run))))
                .sorted(Comparator.comparing(Planned::created)
                        .thenComparing(planned -> planned.run().value())
                        .reversed())
                .map(Planned::run)
                .toList();
    }

    static List<Plan> plans(RunStore store, ModelId model, List<String> folders) {
        return folders.stream()
                .map(Runs::run)
                .filter(Objects::nonNull)
                .flatMap(run -> store.plan(model, run).stream())
                .sorted(Comparator.comparing(Plan::created).reversed())
                .toList();
    }

    private static Instant created(Optional<Plan> plan) {
        return plan.map(Plan::created).orElse(Instant.EPOCH);
    }

    private static @Nullable RunId run(String folder) {
        try {
            return new RunId(folder);
        } catch (IllegalArgumentException e) {
            return null; // not a folder of ours
        }
    }
}
