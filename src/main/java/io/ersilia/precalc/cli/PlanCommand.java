package io.ersilia.precalc.cli;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.cli.options.EstimateOptions;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.cli.options.StageOption;
import io.ersilia.precalc.cli.options.WorkOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.PlanView;
import io.ersilia.precalc.cli.text.SampleHint;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.plan.Matrix;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Cuts the library, fixes the run and shows what it takes. */
@Command(
        description = {
            "Cut the library into slices and fix the run.",
            "Show which slices are still to be predicted and what that takes in time and money."
        },
        footer = {
            "  precalc plan --model eos3b5e --library molecules.csv",
            "  precalc plan --model eos4e40 --store s3://bucket --workers 50 --format json"
        })
final class PlanCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    WorkOptions work;

    @Mixin
    PlaceOptions places;

    @Mixin
    EstimateOptions estimate;

    @Mixin
    StageOption stage;

    @Mixin
    ForceOption force;

    @Override
    int run() {
        wiring().requireLocalStore(work.runner, places, force.force);
        PlanRequest request = work.request(model.model, wiring().runner(work.runner), wiring().environment());
        if (request.workers() != null && request.workers() > Worker.MOST_IN_MATRIX) {
            requireNoWorkflow("--workers %d".formatted(request.workers())); // before a plan is made that it cannot run
        }
        PlanView view = view(wiring(), () -> plan(request), estimate, work, places, stage, force);
        requireJobs(view);
        print(view.json(), view::text);
        warn(view);
        tellWorkflow(view.plan(), view.matrix(), view.estimateLines());
        return ExitCode.DONE;
    }

    private void requireJobs(PlanView view) {
        if (view.matrix().isTooLarge()) {
            requireNoWorkflow("%s of run %s".formatted(leftOf(view), view.plan().run()));
            tell(
                    Actions.Level.NOTICE,
                    "plan",
                    "the matrix has the first %d of %s: GitHub Actions takes no more jobs; an array job takes all"
                            .formatted(Worker.MOST_IN_MATRIX, leftOf(view)));
        }
    }

    private void warn(PlanView view) {
        view.warning(Double.POSITIVE_INFINITY, null).ifPresent(line -> tell(Actions.Level.WARNING, "plan", line));
        if (view.plan().sample() != null && view.table().unknown() == null) {
            warnOfFullRun(view.plan());
        }
    }

    private static String leftOf(PlanView view) {
        return Words.many(view.matrix().workers().size(), "slice") + " to predict";
    }

    private void requireNoWorkflow(String tooMany) {
        if (wiring().actions().isHere()) {
            throw Failure.usage(
                    "a matrix of GitHub Actions has at most %d jobs, too few for %s: give fewer --workers, or run an array job elsewhere"
                            .formatted(Worker.MOST_IN_MATRIX, tooMany));
        }
    }

    /** Warns that the sample will not be served, before it is predicted. */
    private void warnOfFullRun(Plan plan) {
        try (PredictionTable predictions = wiring().table(places)) {
            Precedence among = Precedence.of(wiring().store(places), predictions, plan);
            among.ahead()
                    .ifPresent(there -> tell(
                            Actions.Level.WARNING,
                            "plan",
                            "%s: serve will refuse it without --force or another --table".formatted(among.why(there))));
        }
    }

    /** Makes the plan. In a workflow a wrong login fails here first, and the cause is seldom in AWS. */
    private Plan plan(PlanRequest request) {
        try {
            return wiring().planner(places).showing(this::progress).plan(request);
        } catch (Failure failure) {
            if (!wiring().actions().isHere()
                    || failure.kind() != Failure.Kind.UNAVAILABLE
                    || !AwsFailures.isLogin(failure)) {
                throw failure;
            }
            throw Failure.unavailable(
                    "%s; this job runs on %s, which the role of AWS_ROLE_ARN may not trust: start the workflow from a ref that it trusts"
                            .formatted(failure.getMessage(), wiring().actions().ref()),
                    failure);
        }
    }

    private void tellWorkflow(Plan plan, Matrix matrix, List<String> lines) {
        Actions actions = wiring().actions();
        actions.output("run", plan.run());
        actions.output("model", plan.model());
        actions.output("workers", plan.workers());
        actions.output("rows", plan.rows());
        actions.output("matrix", matrix.include(plan));
        actions.output("max_parallel", estimate.maxParallel);
        actions.output("predict", !matrix.workers().isEmpty());
        actions.output(
                "warm_up",
                matrix.workers().size() > 1 && plan.rowsToAsk() > 0 && work.runner.runner != RunnerKind.EMBEDDED);
        actions.summary(() -> JobSummary.plan(plan, matrix.workers(), lines));
    }

    /**
     * Finds or makes the plan, and estimates what it takes.
     *
     * @param planned called once it is known that an estimate can be made
     */
    static PlanView view(
            Wiring wiring,
            Supplier<Plan> planned,
            EstimateOptions estimate,
            WorkOptions work,
            PlaceOptions places,
            StageOption stage,
            ForceOption force) {
        Estimator estimator = estimate.estimator(wiring.store(places), work.runner);
        Plan plan = planned.get();
        TableAhead ahead = wiring.tableAhead(places);
        return new PlanView(
                plan,
                Matrix.of(plan, wiring.store(places), force.force),
                estimator.estimate(plan, force.force, ahead),
                ahead,
                stage.wanted,
                SampleHint.of(plan, places, work));
    }
}
