package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.DryRunOption;
import io.ersilia.precalc.cli.options.EstimateOptions;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.TrustKeysOption;
import io.ersilia.precalc.cli.options.WorkOptions;
import io.ersilia.precalc.cli.options.WriteOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.PlanView;
import io.ersilia.precalc.cli.text.RunClosing;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.CompleteRuns;
import io.ersilia.precalc.pipeline.RunJob;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.predict.PredictJob;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.serve.WideRows;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the whole pipeline. */
@Command(
        description = "Plan, predict, serve and finish every slice in this process.",
        footer = {
            "  precalc run --model eos3b5e --runner embedded --library molecules.csv",
            "  precalc run --model eos4e40 --library molecules.csv --sample 100 --dry-run"
        })
final class RunCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    WorkOptions work;

    @Mixin
    TrustKeysOption keys;

    @Mixin
    RateOption rejects;

    @Mixin
    PlaceOptions places;

    @Mixin
    DryRunOption dry;

    @Mixin
    EstimateOptions estimate;

    @Mixin
    WriteOptions writes;

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
        Instant started = wiring().clock().instant();
        Verdict verdict = new Verdict(this, rejects.rate());
        double budget = writes.budget();
        wiring().requireLocalStore(work.runner, places, force.force);
        wiring().requireLocalTable(work.runner, places, force.force);
        ModelRunner models = wiring().runner(work.runner, deadline());
        PlanRequest request = work.request(model.model, models, wiring().environment());
        return dry.run ? show(request, budget, models) : run(request, budget, models, verdict, started);
    }

    private int run(PlanRequest request, double budget, ModelRunner models, Verdict verdict, Instant started) {
        WideRows wide = new WideRows(writes.allowWide, estimate.prices.prices());
        try (PredictionTable table = wiring().table(places, budget)) {
            Stages stages = new Stages(table, writes.stage.wanted);
            CompleteRuns complete = complete(stages, models);
            Plan plan = RunJob.plan(
                    wiring().planner(places, models), request, wiring().store(places), stages, force.force, complete);
            PredictionTable predictions = stages.of(plan.run());
            if (request.run() == null) {
                tellComplete(plan, complete, predictions);
                Optional<Reconciliation> done = complete.done(plan);
                if (done.isPresent()) {
                    return nothingToDo(done.get());
                }
            }
            RunJob.Outcome outcome = run(plan, models, predictions, wide, started);
            Reconciliation account = outcome.finish().reconciliation();
            print(account.printed(), () -> RunText.of(account));
            tellWorkflow(
                    account,
                    new RunReport(wiring(), places, estimate.prices)
                            .write(outcome.finish(), plan.model(), predictions));
            return verdict.of(outcome, new RunClosing(plan, account, writes.stage.wanted, places.store, places.table));
        }
    }

    private CompleteRuns complete(Stages stages, ModelRunner models) {
        return new CompleteRuns(wiring().store(places), stages, models.name(), force.force);
    }

    /** Ends without a warning about rejects: the run that predicted them has reported them. */
    private int nothingToDo(Reconciliation account) {
        print(account.printed(), () -> RunText.of(account));
        wiring().actions().output("run", account.run());
        return ExitCode.DONE;
    }

    private static void tellComplete(Plan plan, CompleteRuns complete, PredictionTable predictions) {
        complete.complete(plan)
                .map(account -> complete.done(plan).isPresent()
                        ? RunText.complete(account)
                        : RunText.notServed(account, predictions.name()))
                .ifPresent(line -> LoggerFactory.getLogger(RunCommand.class).info(line));
    }

    /** Shows what plan would show. The table is only described, as opening it may create one. */
    private int show(PlanRequest request, double budget, ModelRunner models) {
        PlanView view;
        try (PredictionTable predictions = wiring().table(places)) {
            CompleteRuns complete = complete(new Stages(predictions, writes.stage.wanted), models);
            view = PlanCommand.view(
                    wiring(),
                    () -> wiring().planner(places).dry().plan(request, complete::among),
                    estimate,
                    work,
                    places,
                    writes.stage,
                    force);
            if (request.run() == null) {
                tellComplete(view.plan(), complete, predictions);
            }
        }
        print(view.json(), () -> "dry run, nothing is written%n".formatted() + view.text());
        Deadline deadline = deadline();
        view.warning(budget, deadline == null ? null : deadline.left())
                .ifPresent(line -> tell(Actions.Level.WARNING, "run", line));
        return ExitCode.DONE;
    }

    private RunJob.Outcome run(
            Plan plan, ModelRunner models, PredictionTable predictions, WideRows wide, Instant started) {
        RunStore runs = wiring().store(places);
        int atOnce = RunJob.atOnce(plan.workers(), models.slicesAtOnce());
        try (CheckedModel checked = wiring().model(plan, models, work.runner, places);
                ConsoleProgress progress = progress("run", plan.rows())) {
            checked.shareAmong(atOnce);
            PredictJob predict = wiring().predictJob(plan, checked, work.runner, until, places, keys, progress);
            ServeJob serve = new ServeJob(runs, predictions, wiring().clock(), Progress.NONE, wide);
            FinishJob finish = new FinishJob(runs, predictions, wiring().clock());
            return new RunJob(predict, serve, finish, () -> checked.callCount() > 0, atOnce)
                    .run(plan, force.force, rejects.rate(), started);
        }
    }

    private void tellWorkflow(Reconciliation account, String report) {
        wiring().actions().output("run", account.run());
        wiring().actions()
                .summary(() -> JobSummary.account(
                                account.run().value(),
                                RunText.counts(account),
                                account.rows().rejected(),
                                null,
                                List.of(),
                                List.of())
                        + report);
    }
}
