package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.BudgetOption;
import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.EstimateOptions;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.LibraryOptions;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.RunOptions;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TableOptions;
import io.ersilia.precalc.cli.options.TrustKeysOption;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.options.WideOption;
import io.ersilia.precalc.cli.options.WorkersOption;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.PlanView;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.RunJob;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.predict.PredictJob;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.serve.WideRows;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole pipeline. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Plan, predict, serve and finish, for every slice, in this process.")
final class RunCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    LibraryOptions library;

    @Mixin
    WorkersOption workers;

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
    TableOptions table;

    @Option(names = "--dry-run", description = "Write nothing: only say what plan would say.")
    boolean dryRun;

    @Mixin
    EstimateOptions estimate;

    @Mixin
    WideOption wide;

    @Mixin
    BudgetOption budget;

    @Mixin
    DeadlineOption until;

    @Mixin
    ForceOption force;

    RunCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    @Nullable
    Deadline deadline() {
        return wiring.deadline(until);
    }

    @Override
    int run() {
        Instant started = wiring.clock().instant();
        RejectRate rate = Usage.check(rejects::rate);
        double writes = budget.share(1);
        wiring.requireLocal(runner, store, table, force.force);
        PlanRequest request = PlanCommand.request(wiring, model, library, workers, run, runner);
        if (dryRun) {
            return show(request);
        }
        WideRows wideRows = new WideRows(wide.allowWide, estimate.prices.prices());
        ModelRunner models = wiring.runner(runner, deadline());
        try (PredictionTable predictions = wiring.table(table, store, writes)) {
            Optional<ModelRecord> current = predictions.model(
                    model.model); // a table that is absent or refuses is known before hours of a model,
            requirePrecedence(request, current, predictions);
            Plan plan = wiring.planner(store).plan(request);
            requirePrecedence(plan, predictions);
            predictions.writer().close(); // and so is one that cannot be written
            RunJob.Outcome outcome = run(plan, models, predictions, wideRows, started);
            print(
                    outcome.finish().reconciliation().printed(),
                    () -> RunText.of(outcome.finish().reconciliation()));
            String report =
                    new RunReport(wiring, store, table, estimate.prices).write(plan.model(), plan.run(), predictions);
            tellWorkflow(outcome.finish().reconciliation(), report);
            List<Integer> codes = new ArrayList<>();
            outcome.failures().forEach(failure -> codes.add(ExitCode.of(failure)));
            codes.add(new Verdict(this, rate).of(outcome.finish()));
            return ExitCode.worst(codes);
        }
    }

    /** A sample is refused before it is planned, so that no run is left that nobody may serve. */
    private void requirePrecedence(PlanRequest request, Optional<ModelRecord> current, PredictionTable predictions) {
        if (request.sample() != null && current.filter(known -> !known.sample()).isPresent()) {
            requirePrecedence(wiring.planner(store).dry().plan(request), predictions);
        }
    }

    /** What is served is kept, whichever run came later. */
    private void requirePrecedence(Plan plan, PredictionTable predictions) {
        RunStore runs = wiring.store(store);
        if (!force.force && !RunChooser.isFinished(runs, plan)) {
            Precedence.of(runs, predictions, plan).require();
        }
    }

    /** Says what plan would say; the table is at most described, as opening may make one. */
    private int show(PlanRequest request) {
        PlanView view = PlanCommand.view(
                wiring,
                () -> wiring.planner(store).dry().plan(request),
                estimate,
                library,
                runner,
                store,
                table,
                force);
        print(view.json(), () -> "dry run, nothing is written%n".formatted() + view.text());
        Deadline deadline = deadline();
        view.warning(budget.share(1), deadline == null ? null : deadline.left())
                .ifPresent(line -> tell(Actions.Level.WARNING, "run", line));
        return ExitCode.DONE;
    }

    private void tellWorkflow(Reconciliation account, String report) {
        wiring.actions().output("run", account.run());
        wiring.actions()
                .summary(() -> JobSummary.account(
                                account.run().value(),
                                RunText.counts(account),
                                account.rows().rejected(),
                                null,
                                List.of(),
                                List.of())
                        + report);
    }

    private RunJob.Outcome run(
            Plan plan, ModelRunner models, PredictionTable predictions, WideRows wideRows, Instant started) {
        RunStore runs = wiring.store(store);
        int atOnce = RunJob.atOnce(plan.workers(), models.slicesAtOnce());
        try (CheckedModel checked = wiring.model(plan, models, runner, store);
                ConsoleProgress progress = progress("run", plan.rows())) {
            checked.shareAmong(atOnce);
            PredictJob predict = wiring.predictJob(plan, checked, runner, until, store, keys, progress);
            ServeJob serve = new ServeJob(runs, predictions, wiring.clock(), Progress.NONE, wideRows);
            FinishJob finish = new FinishJob(runs, predictions, wiring.clock());
            return new RunJob(predict, serve, finish, () -> checked.callCount() > 0, atOnce)
                    .run(plan, force.force, started);
        }
    }
}
