package io.ersilia.precalc.cli;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.pipeline.Estimator;
import io.ersilia.precalc.pipeline.Matrix;
import io.ersilia.precalc.pipeline.PlanRequest;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cuts the library, fixes the run and tells what it takes. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Cut the library into slices, fix the run and print which slices are still to be predicted, and what that"
                        + " takes.")
final class PlanCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    LibraryOptions library;

    @Option(names = "--workers", paramLabel = "N", description = "Number of slices (one per 1,000 rows, at most 50).")
    @Nullable
    Integer workers;

    @Mixin
    RunOptions run;

    @Mixin
    RunnerOptions runner;

    @Mixin
    StoreOptions store;

    @Mixin
    EstimateOptions estimate;

    @Mixin
    ForceOption force;

    PlanCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    int run() {
        wiring.requireLocal(runner, store, null, force.force);
        Estimator estimator = estimate.estimator(wiring.store(store), runner);
        Plan plan = plan();
        Matrix matrix = Matrix.of(plan, wiring.store(store), force.force);
        PlanView view = new PlanView(
                plan,
                matrix,
                estimator.estimate(plan, force.force),
                SampleCommand.of(plan, store, library.library, runner));
        print(view.json(), view::text);
        tellWorkflow(plan, matrix, view.estimateLines());
        return ExitCode.DONE;
    }

    /** In a workflow the login is the first thing that fails, and the reason is seldom in AWS. */
    private Plan plan() {
        try {
            return wiring.planner(store).plan(request(wiring, model, library, workers, run, runner));
        } catch (Failure failure) {
            if (!wiring.actions().isHere()
                    || failure.kind() != Failure.Kind.UNAVAILABLE
                    || !AwsFailures.isLogin(failure)) {
                throw failure;
            }
            throw Failure.unavailable(
                    "%s; this job runs on %s, which the role of AWS_ROLE_ARN may not trust: start the workflow from a ref that it trusts"
                            .formatted(failure.getMessage(), wiring.actions().ref()),
                    failure);
        }
    }

    private void tellWorkflow(Plan plan, Matrix matrix, List<String> estimate) {
        Actions actions = wiring.actions();
        actions.output("run", plan.run());
        actions.output("model", plan.model());
        actions.output("workers", plan.workers());
        actions.output("rows", plan.rows());
        actions.output("matrix", matrix.include(plan));
        actions.output("predict", !matrix.workers().isEmpty());
        actions.summary(() -> JobSummary.plan(plan, matrix.workers(), estimate));
    }

    /** What a command that works on the whole run asks the planner for. */
    static PlanRequest request(
            Wiring wiring,
            ModelOption model,
            LibraryOptions library,
            @Nullable Integer workers,
            RunOptions run,
            RunnerOptions runner) {
        if (workers != null) {
            Usage.check(() -> new Worker(1, workers));
        }
        return Usage.check(() -> new PlanRequest(
                model.model,
                runner.modelVersion,
                wiring.runner(runner).version(model.model).orElse(null),
                library.library,
                library.sample,
                workers,
                run.id(wiring.environment()),
                run.newRun,
                true,
                true));
    }
}
