package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ArrayOption;
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
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the model on one slice. */
@Command(
        description = "Run the model on one slice of the library and write its partition to the store.",
        footer = {
            "  precalc predict --model eos3b5e --library molecules.csv",
            "  precalc predict --model eos3b5e --run r1 --worker 2 --workers 50"
        })
final class PredictCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Option(
            names = "--worker",
            paramLabel = "I",
            description = "This worker's number, from 1 (that of the array job's task, else 1).")
    @Nullable
    Integer worker;

    @Mixin
    ArrayOption array;

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

    @Override
    @Nullable
    Deadline deadline() {
        return wiring().deadline(until);
    }

    @Override
    int run() {
        Verdict verdict = new Verdict(this, rejects.rate());
        wiring().requireLocalStore(work.runner, store, force.force);
        ModelRunner models = wiring().runner(work.runner, deadline());
        RunId id = work.runId(wiring().environment());
        Optional<Plan> planned =
                Optional.ofNullable(id).flatMap(run -> wiring().store(store).plan(model.model, run));
        Worker me = worker(planned);
        Plan plan =
                wiring().planner(store, models).plan(work.request(model.model, models, id, me, planned.isPresent()));
        PartitionManifest manifest = predict(plan, me.number(), models);
        show(manifest, plan.workers());
        return verdict.of(manifest, plan.workers());
    }

    /** The worker named by an option or an array job; without either the run is one slice, unless planned otherwise. */
    private Worker worker(Optional<Plan> planned) {
        if (worker != null && work.workers == null) {
            throw apart();
        }
        Optional<Worker> task = array.worker(
                wiring().environment(),
                worker,
                () -> work.workers == null ? planned.map(Plan::workers) : Optional.of(work.workers));
        if (task.isPresent()) {
            return task.get();
        }
        if (worker == null && work.workers != null) {
            throw apart();
        }
        planned.filter(plan -> worker == null && plan.workers() > 1).ifPresent(plan -> {
            throw Failure.usage("run %s has %d workers: say which this is by --worker I --workers %2$d"
                    .formatted(plan.run(), plan.workers()));
        });
        return Usage.check(
                () -> worker == null || work.workers == null ? new Worker(1, 1) : new Worker(worker, work.workers));
    }

    private static Failure apart() {
        return Failure.usage("--worker and --workers belong together: give both or neither");
    }

    private void show(PartitionManifest manifest, int workers) {
        print(manifest, () -> RunText.of(manifest, workers));
        wiring().actions()
                .summary(() ->
                        JobSummary.predicted(manifest, workers, RejectExamples.of(wiring().store(store), manifest)));
    }

    private PartitionManifest predict(Plan plan, int number, ModelRunner models) {
        try (CheckedModel checked = wiring().model(plan, models, work.runner, store);
                ConsoleProgress progress =
                        progress("predict", plan.share(number).slice().size())) {
            return wiring().predictJob(plan, checked, work.runner, until, store, keys, progress)
                    .run(plan, number, force.force);
        }
    }
}
