package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.SubmitOptions;
import io.ersilia.precalc.cli.options.TrustKeysOption;
import io.ersilia.precalc.cli.options.WorkOptions;
import io.ersilia.precalc.cli.options.WriteOptions;
import io.ersilia.precalc.engine.Needs;
import io.ersilia.precalc.engine.RunJobs;
import io.ersilia.precalc.pipeline.estimate.Experience;
import io.ersilia.precalc.pipeline.plan.Matrix;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.Planner;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Submits a run to an engine of array jobs. */
@Command(
        description = "Print or submit what is left of a run as jobs of Slurm, AWS Batch or Kubernetes.",
        footer = {
            "  precalc submit --on slurm --model eos4e40 --library molecules.csv --workers 50",
            "  precalc submit --on slurm --model eos4e40 --run r1 --at-once 10 --yes"
        })
final class SubmitCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    SubmitOptions submit;

    @Mixin
    WorkOptions work;

    @Mixin
    TrustKeysOption keys;

    @Mixin
    RateOption rejects;

    @Mixin
    WriteOptions writes;

    @Mixin
    PlaceOptions places;

    /** What was submitted, or would be. */
    private record Submitted(RunJobs jobs, boolean submitted, String text) {}

    @Override
    int run() {
        requireSoundOptions();
        EngineProgram program = new EngineProgram(submit.engine, wiring().environment());
        if (submit.isForReal()) {
            program.require();
        }
        RunStore runs = wiring().store(places);
        RunJobs jobs = jobs(plan(runs), runs);
        tellWhatIsLeft(jobs);
        Submitted done = new Submitted(
                jobs, submit.isForReal(), submit.isForReal() ? program.take(jobs) : submit.engine.text(jobs));
        print(done, done::text);
        return ExitCode.DONE;
    }

    /** Checks the jobs' options here, which otherwise would be refused only where the jobs run. */
    private void requireSoundOptions() {
        rejects.rate();
        submit.place();
        submit.atOnce();
        requireSharedPlaces();
        writes.budget();
    }

    private void tellWhatIsLeft(RunJobs jobs) {
        Logger log = LoggerFactory.getLogger(SubmitCommand.class);
        if (jobs.toServe() == null) {
            log.info("run {} is predicted and served: only finish is left", jobs.run());
        }
        if (!submit.isForReal()) {
            log.info("nothing is submitted: run what is printed, or repeat the command with --yes");
        }
    }

    private void requireSharedPlaces() {
        if (submit.engine.isElsewhere() && !Places.isS3(places.store)) {
            throw notSeen("--store", places.store, "a folder", "s3://…");
        }
        if (submit.engine.isElsewhere() && places.dynamoDb().isEmpty()) {
            throw notSeen("--table", places.tableUri(), "a file", "dynamodb:NAME");
        }
    }

    private Failure notSeen(String option, String place, String what, String remedy) {
        return Failure.usage("%s %s is %s of this machine, which jobs of --on %s do not see: give %s %s"
                .formatted(option, place, what, submit.engine, option, remedy));
    }

    /** The existing plan or a new one; complete work is not begun again. */
    private Plan plan(RunStore runs) {
        PlanRequest request = work.request(model.model, wiring().runner(work.runner), wiring().environment());
        Planner planner = wiring().planner(places);
        return (submit.isForReal() ? planner : planner.dry())
                .plan(
                        request,
                        same -> same.stream()
                                .filter(plan -> RunChooser.isFinished(runs, plan))
                                .findFirst());
    }

    private RunJobs jobs(Plan plan, RunStore runs) {
        RunFiles files = runs.files(plan.model(), plan.run());
        List<Integer> toServe = plan.sharesWithRows().stream()
                .map(Share::worker)
                .filter(worker -> !files.isServed(worker))
                .toList();
        Integer atOnce = submit.atOnce();
        boolean isPlanned = runs.plan(plan.model(), plan.run()).isPresent();
        return new RunJobs(
                plan.model(),
                plan.run(),
                plan.workers(),
                numbers(Matrix.of(plan, runs, false).workers()),
                numbers(toServe),
                new JobCommands(spec.commandLine(), places, plan).of(submit, work.library, isPlanned),
                needs(plan, runs),
                atOnce,
                serveAtOnce(atOnce),
                submit.place());
    }

    /** An SQLite file allows one writer at a time; on a shared disk, it may not even notice a second. */
    private int serveAtOnce(@Nullable Integer atOnce) {
        if (places.dynamoDb().isEmpty()) {
            return 1;
        }
        return atOnce == null ? Servable.MAX_GROUPS : Math.min(atOnce, Servable.MAX_GROUPS);
    }

    private static @Nullable WorkerNumbers numbers(List<Integer> workers) {
        return workers.isEmpty() ? null : new WorkerNumbers(workers);
    }

    private Needs needs(Plan plan, RunStore runs) {
        long rows = plan.shares().stream()
                .mapToLong(slice -> slice.slice().size())
                .max()
                .orElse(0);
        Integer cardGb = wiring().runner(work.runner).memoryGb(plan.model()).orElse(null);
        return Experience.before(plan, runs, work.runner.runner.toString())
                .map(measured -> Needs.measured(
                        measured.run().value(),
                        rows,
                        measured.secondsPerMolecule(),
                        measured.memoryBytes(),
                        cardGb,
                        measured.cores()))
                .orElseGet(() -> Needs.assumed(cardGb));
    }
}
