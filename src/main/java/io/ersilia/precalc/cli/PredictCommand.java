package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TrustKeysOption;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.options.WorkOptions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.finish.RejectExamples;
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
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Run the model on one slice of the library and write its partition to the store.",
        footer = {
            "  precalc predict --model eos3b5e --library molecules.csv",
            "  precalc predict --model eos3b5e --run r1 --worker 2 --workers 50"
        })
final class PredictCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Option(names = "--worker", paramLabel = "I", description = "This worker's number, from 1 (1, with --workers 1).")
    @Nullable
    Integer worker;

    @Mixin
    WorkOptions work;

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
        Verdict verdict = new Verdict(this, rejects.rate());
        wiring.requireLocalStore(work.runner, store, force.force);
        ModelRunner models = wiring.runner(work.runner, deadline());
        Plan plan = wiring.planner(store, models).plan(request(models));
        PartitionManifest manifest = predict(plan, number(plan), models);
        print(manifest, () -> RunText.of(manifest, plan.workers()));
        wiring.actions()
                .summary(() -> JobSummary.predicted(
                        manifest, plan.workers(), RejectExamples.of(wiring.store(store), manifest)));
        return verdict.of(manifest, plan.workers());
    }

    /** Without numbers the run is one slice, unless it was planned otherwise. */
    private PlanRequest request(ModelRunner models) {
        if ((worker == null) != (work.workers == null)) {
            throw Failure.usage("--worker and --workers belong together: give both or neither");
        }
        int number = worker == null ? 1 : worker;
        int total = work.workers == null ? number : work.workers;
        Usage.check(() -> new Worker(number, total));
        RunId id = work.run.id(wiring.environment());
        boolean isPlanned =
                id != null && wiring.store(store).plan(model.model, id).isPresent();
        return work.request(
                model.model, models, id, work.workers == null && !isPlanned ? Integer.valueOf(1) : work.workers);
    }

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
        try (CheckedModel checked = wiring.model(plan, models, work.runner, store);
                ConsoleProgress progress =
                        progress("predict", plan.slice(number).slice().size())) {
            return wiring.predictJob(plan, checked, work.runner, until, store, keys, progress)
                    .run(plan, number, force.force);
        }
    }
}
