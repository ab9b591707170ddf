package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.ShellWord;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do for a run, in commands that can be copied.
 *
 * @param plan null for a run that was imported
 * @param unpublished whether the run is staged, and lookups do not see it
 * @param table as it was given; null for the usual one
 */
public record NextSteps(
        RunStore runs,
        ModelId model,
        RunId run,
        @Nullable Plan plan,
        boolean unpublished,
        String store,
        @Nullable String table) {

    /** A line for each kind of thing to do; where all can be done here, the one command that does it comes first. */
    public List<String> of(List<SliceStatus> slices, Servable servable) {
        List<String> steps = single(slices, servable);
        boolean isLeft = !servable.workers().isEmpty()
                || slices.stream().anyMatch(slice -> slice.state().isToPredict());
        if (plan != null && isLeft && !Places.isS3(store)) {
            Optional<String> used = used(slices);
            steps.add(
                    0,
                    "all that is left, on this machine%s: %s%s%s"
                            .formatted(
                                    used.isEmpty() ? " with the runner it was started with" : "",
                                    command("run") + (unpublished ? " --stage" : ""),
                                    used.map(NextSteps::runner).orElse(""),
                                    Shell.places(store, table)));
        }
        return steps;
    }

    /** What any machine can do of it, one thing after the other. */
    private List<String> single(List<SliceStatus> slices, Servable servable) {
        List<String> steps = new ArrayList<>();
        List<Integer> toPredict = slices.stream()
                .filter(slice -> slice.state().isToPredict())
                .map(SliceStatus::worker)
                .toList();
        if (plan != null && !toPredict.isEmpty()) {
            steps.add("predict %s (%s)%s: %s --worker %d --workers %d%s --store %s"
                    .formatted(
                            Words.many(toPredict.size(), "slice"),
                            Words.ranges(toPredict),
                            toPredict.size() > 1 ? ", e.g. the first" : "",
                            command("predict"),
                            toPredict.get(0),
                            plan.workers(),
                            used(slices).map(NextSteps::runner).orElse(""),
                            ShellWord.of(store)));
        }
        if (servable.waits() != null) {
            steps.add(servable.waits());
        }
        if (!servable.workers().isEmpty()) {
            steps.add("serve %s (%s): %s%s"
                    .formatted(
                            Words.many(servable.workers().size(), "partition"),
                            Words.ranges(servable.workers()),
                            command("serve") + (unpublished ? " --stage" : ""),
                            Shell.places(store, table)));
        }
        boolean served = slices.stream()
                .allMatch(slice -> slice.state() == SliceState.SERVED
                        || slice.state() == SliceState.EMPTY
                        || (slice.state() == SliceState.REPLACED
                                && !servable.workers().contains(slice.worker()))); // by a run that may
        if (plan != null && !(served && isFinished(plan))) {
            steps.add("finish%s: %s%s"
                    .formatted(served ? "" : ", once all are served", command("finish"), Shell.places(store, table)));
        }
        if (unpublished) {
            steps.add(
                    "publish, so that lookups see it: %s%s".formatted(command("publish"), Shell.places(store, table)));
        }
        return steps;
    }

    /** Whether the model's metadata is of this run, or of one that this run's must not replace. */
    private boolean isFinished(Plan planned) {
        return runs.metadata(model)
                .filter(known -> known.run().equals(run) || known.created().isAfter(planned.created()))
                .isPresent();
    }

    /** What other partitions were predicted with; nothing without one. */
    private Optional<String> used(List<SliceStatus> slices) {
        return plan == null
                ? Optional.empty()
                : slices.stream()
                        .filter(slice -> slice.state() == SliceState.PREDICTED
                                || slice.state() == SliceState.SERVED
                                || slice.state() == SliceState.REPLACED)
                        .findFirst()
                        .flatMap(slice -> runs.manifest(plan.partition(slice.worker())))
                        .map(PartitionManifest::runner);
    }

    private static String runner(String used) {
        return used.equals(RunnerKind.ERSILIA.toString()) ? "" : " --runner " + ShellWord.of(used);
    }

    private String command(String name) {
        return Shell.command(name, model, run);
    }
}
