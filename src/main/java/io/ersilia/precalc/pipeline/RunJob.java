package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.Planner;
import io.ersilia.precalc.pipeline.predict.PredictJob;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Failure.Kind;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole pipeline in this process: predict, serve and finish, slice after slice or several side by side. */
public final class RunJob {

    private static final Logger log = LoggerFactory.getLogger(RunJob.class);

    /** Each slice has rows, threads and files of its own, so there are no more, whatever the model could take. */
    private static final int MOST_AT_ONCE = 16;

    /** Failures that every slice would meet alike. */
    private static final Set<Kind> FOR_ALL = Set.of(Kind.USAGE, Kind.UNAVAILABLE, Kind.STOPPED);

    private final PredictJob predict;
    private final ServeJob serve;
    private final FinishJob finish;
    private final BooleanSupplier modelAnswered;
    private final int atOnce;

    /**
     * Names the jobs.
     *
     * @param modelAnswered whether the model ever answered: one that never did will not answer for the next slice
     * @param atOnce how many slices are predicted side by side
     */
    public RunJob(PredictJob predict, ServeJob serve, FinishJob finish, BooleanSupplier modelAnswered, int atOnce) {
        this.predict = predict;
        this.serve = serve;
        this.finish = finish;
        this.modelAnswered = modelAnswered;
        this.atOnce = atOnce;
    }

    /**
     * Plans the run, once it is known that the table can be written and that this run may overwrite its current one.
     *
     * @param complete finds a complete run of the same work, whose plan is then returned
     * @throws Failure of kind USAGE if it must not overwrite that, unless forced
     */
    public static Plan plan(
            Planner planner, PlanRequest request, RunStore store, Stages stages, boolean force, CompleteRuns complete) {
        PredictionTable table = stages.table();
        boolean mayBeRefused = table.model(request.model())
                .filter(known -> known.staged() || (request.sample() != null && !known.sample()))
                .isPresent();
        if (mayBeRefused && !stages.stage()) { // checked before planning: no run is left behind that must not be served
            requirePrecedence(planner.dry().plan(request, complete::among), store, stages, force);
        }
        Plan plan = planner.onlyIf(() -> table.writer().close()).plan(request, complete::among);
        if (complete.done(plan).isPresent()) {
            return plan;
        }
        requirePrecedence(plan, store, stages, force);
        table.writer().close(); // an unwritable table is noticed before the model works for hours
        return plan;
    }

    /** A run that is served already needs no check: it is kept, whichever run came later. */
    private static void requirePrecedence(Plan plan, RunStore store, Stages stages, boolean force) {
        PredictionTable table = stages.toServe(plan.model(), plan.run());
        if (!force && !RunChooser.isFinished(store, plan)) {
            Precedence.of(store, table, plan).require();
        }
    }

    /** How many of the slices are predicted side by side, given how many the model answers at once. */
    public static int atOnce(int slices, int modelTakes) {
        return Math.max(1, Math.min(Math.min(slices, modelTakes), MOST_AT_ONCE));
    }

    /**
     * How the run ended.
     *
     * @param failures of single partitions, in order; one that is not a {@link Failure} is a bug
     */
    public record Outcome(FinishJob.Outcome finish, List<RuntimeException> failures) {

        public Outcome {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Runs the plan; goes on past a partition that fails.
     *
     * @param force whether to repeat finished work
     * @param rate the allowed rate of rejected rows
     * @throws Failure that every slice would meet alike
     */
    public Outcome run(Plan plan, boolean force, RejectRate rate, Instant started) {
        Set<Integer> kept = force ? Set.of() : kept(plan);
        IntFunction<Partition> one = worker -> kept.contains(worker)
                ? plan.partition(worker)
                : predict.run(plan, worker, force).partition();
        if (atOnce == 1) {
            return run(plan, force, rate, started, one);
        }
        try (SideBySide several = new SideBySide(atOnce, plan.workers(), one, this::isForAll)) {
            return run(plan, force, rate, started, several::predicted);
        }
    }

    /** The slices with nothing left to predict; logs one line for all of them. */
    private Set<Integer> kept(Plan plan) {
        Set<Integer> kept = plan.shares().stream()
                .map(Share::worker)
                .filter(worker -> predict.keeps(plan, worker))
                .collect(Collectors.toUnmodifiableSet());
        if (!kept.isEmpty()) {
            log.info(
                    "predicted already and kept: {} of {} (--force predicts again)",
                    Words.count(kept.size()),
                    Words.many(plan.workers(), "slice"));
        }
        return kept;
    }

    /** Serves one partition after the other, in order, so that the later of two rows with the same key wins. */
    private Outcome run(
            Plan plan, boolean force, RejectRate rate, Instant started, IntFunction<Partition> predictions) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Share slice : plan.shares()) {
            try {
                Partition predicted = predictions.apply(slice.worker());
                ServedManifest served = serve.run(predicted, plan, force, kept -> {});
                log.debug("{}: {} rows, {} items", predicted, served.rows(), served.items());
            } catch (RuntimeException failure) {
                if (isForAll(failure)) {
                    throw failure;
                }
                log.error("{} failed: {}", plan.partition(slice.worker()), failure.getMessage(), failure);
                failures.add(failure);
            }
        }
        return new Outcome(finish.run(plan, rate, started), failures);
    }

    private boolean isForAll(RuntimeException failure) {
        return failure instanceof Failure known
                && (FOR_ALL.contains(known.kind()) || (known.kind() == Kind.MODEL && !modelAnswered.getAsBoolean()));
    }
}
