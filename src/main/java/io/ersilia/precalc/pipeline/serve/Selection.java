package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one run that are to be served.
 *
 * @param plan null for a run that was imported
 * @param numbers of the partitions that were named; empty when all are meant
 */
public record Selection(ModelId model, RunId run, @Nullable Plan plan, List<Integer> numbers) {

    public Selection {
        numbers = List.copyOf(numbers);
    }

    /**
     * Finds the run, and checks the request against its plan.
     *
     * @throws Failure of kind USAGE if they contradict each other or the run has no such worker, INPUT if the run is absent
     */
    public static Selection of(ServeRequest request, RunStore store) {
        RunId run = new RunChooser(store).choose(request.model(), request.run());
        Plan plan = store.plan(request.model(), run).orElse(null);
        Integer workers = request.workers();
        if (plan != null && workers != null && workers != plan.workers()) {
            throw Failure.usage("--workers %d contradicts run %s, which was planned with %d"
                    .formatted(workers, run, plan.workers()));
        }
        if (plan != null) {
            request.numbers().forEach(number -> requireOne(number, request, plan));
        }
        return new Selection(request.model(), run, plan, request.numbers());
    }

    private static void requireOne(int number, ServeRequest request, Plan plan) {
        if (number > plan.workers()) {
            throw Failure.usage("%s %d: expected 1 to %s, as run %s has %s"
                    .formatted(
                            request.worker() == null ? "--partitions" : "--worker",
                            number,
                            Words.count(plan.workers()),
                            plan.run(),
                            Words.many(plan.workers(), "worker")));
        }
    }

    /**
     * The partitions to serve: those that were named, else all that are predicted and not served to the table.
     *
     * @param force whether to include those already served
     * @throws Failure of kind USAGE if the table has a run that this one must not overwrite, unless forced
     */
    public List<Partition> partitions(RunStore store, PredictionTable table, boolean force) {
        if (plan != null && !force) {
            Precedence.of(store, table, plan).require();
        }
        return numbers.isEmpty()
                ? all(store, table, force)
                : numbers.stream()
                        .map(number -> new Partition(model, run, number))
                        .toList();
    }

    /** The partitions that a forecast shows: those to serve and, if none were named, those already served. */
    public List<Partition> shown(RunStore store, PredictionTable table, List<Partition> toServe) {
        return numbers.isEmpty() ? all(store, table, true) : toServe;
    }

    private List<Partition> all(RunStore store, PredictionTable table, boolean force) {
        return new RunChooser(store).toServe(model, run, plan, table, force);
    }
}
