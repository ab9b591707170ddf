package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.LibraryOptions;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.RunOptions;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TrustKeysOption;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.finish.RejectExamples;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the model on one slice. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Run the model on one slice of the library and write its partition to the store.")
final class PredictCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    LibraryOptions library;

    @Option(names = "--worker", paramLabel = "I", description = "This worker's number, from 1 (1, with --workers 1).")
    @Nullable
    Integer worker;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Number of workers; the library is cut into as many slices.")
    @Nullable
    Integer workers;

    @Mixin
    RunOptions run;

    @Mixin
    RunnerOptions runner;

    @Mixin
    TrustKeysOption keys;

    @Mixin
    RateOption rejects;

    @Mixin
    StoreOptions store;

    @Mixin
    DeadlineOption until;

    @Mixin
    ForceOption force;

    PredictCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    @Nullable
    Deadline deadline() {
        return wiring.deadline(until);
    }

    @Override
    int run() {
        RejectRate rate = Usage.check(rejects::rate);
        wiring.requireLocal(runner, store, null, force.force);
        ModelRunner models = Usage.check(() -> wiring.runner(runner, deadline()));
        Plan plan = wiring.planner(store).plan(Usage.check(() -> request(models)));
        int number = number(plan);
        PartitionManifest manifest = predict(plan, number, models);
        print(
                manifest,
                () -> "run %s, worker %d of %d: %d rows in = %d predicted + %d rejected%s; %.1f s"
                        .formatted(
                                plan.run(),
                                number,
                                plan.workers(),
                                manifest.rowsIn(),
                                manifest.predicted(),
                                manifest.rejected().total(),
                                RunText.byReason(manifest.rejected()),
                                manifest.seconds()));
        wiring.actions()
                .summary(() -> JobSummary.predicted(
                        manifest, plan.workers(), RejectExamples.of(wiring.store(store), manifest)));
        if (!rate.isExceededBy(manifest.rejected().total(), manifest.rowsIn())) {
            return ExitCode.DONE;
        }
        annotate(
                Actions.Level.WARNING,
                "worker %d of %d".formatted(number, plan.workers()),
                "%d of %d rows were rejected%s: more than --max-reject-rate %s allows"
                        .formatted(
                                manifest.rejected().total(),
                                manifest.rowsIn(),
                                RunText.byReason(manifest.rejected()),
                                rate.most()));
        return ExitCode.REJECTED;
    }

    private PlanRequest request(ModelRunner models) {
        if ((worker == null) != (workers == null)) {
            throw Failure.usage("--worker and --workers belong together: give both or neither");
        }
        Integer total = workers == null ? null : new Worker(worker == null ? 1 : worker, workers).total();
        RunId id = run.id(wiring.environment());
        return new PlanRequest(
                model.model,
                runner.modelVersion,
                models.version(model.model).orElse(null),
                library.library,
                library.sample,
                total == null && !isPlanned(id) ? Integer.valueOf(1) : total,
                id,
                run.newRun,
                total == null || total == 1,
                false);
    }

    private boolean isPlanned(@Nullable RunId id) {
        return id != null && wiring.store(store).plan(model.model, id).isPresent();
    }

    /** Without a number there must be one slice only. */
    private int number(Plan plan) {
        if (worker != null) {
            return worker;
        }
        if (plan.workers() > 1) {
            throw Failure.usage("run %s has %d workers: say which this is by --worker I --workers %2$d"
                    .formatted(plan.run(), plan.workers()));
        }
        return 1;
    }

    private PartitionManifest predict(Plan plan, int number, ModelRunner models) {
        try (CheckedModel checked = wiring.model(plan, models, runner, store);
                ConsoleProgress progress =
                        progress("predict", plan.slice(number).slice().size())) {
            return wiring.predictJob(plan, checked, runner, until, store, keys, progress)
                    .run(plan, number, force.force);
        }
    }
}
