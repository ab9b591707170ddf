package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.DryRunOption;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PartitionOptions;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.RunOption;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.options.VerifyOption;
import io.ersilia.precalc.cli.options.WriteOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.ServeForecast;
import io.ersilia.precalc.cli.text.ServeText;
import io.ersilia.precalc.cli.text.TooSlow;
import io.ersilia.precalc.pipeline.ServeRunJob;
import io.ersilia.precalc.pipeline.ServeRunJob.Outcome;
import io.ersilia.precalc.pipeline.ServeRunJob.Served;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.serve.Examination;
import io.ersilia.precalc.pipeline.serve.Selection;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.serve.ServeRequest;
import io.ersilia.precalc.pipeline.serve.WideRows;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes partitions to the table. */
@Command(
        description = {
            "Validate partitions and write them to the table.",
            "Without --worker, all that are predicted but not yet served; in an array job, the one of its task."
        },
        footer = {
            "  precalc serve --model eos3b5e",
            "  precalc serve --model eos4e40 --run r1 --store s3://bucket --dry-run"
        })
final class ServeCommand extends RowsCommand {

    @Mixin
    ModelOption model;

    @Mixin
    PartitionOptions which;

    @Mixin
    RunOption run;

    @Mixin
    RateOption rejects;

    @Mixin
    PlaceOptions places;

    @Mixin
    DryRunOption dry;

    @Mixin
    PricesOption prices;

    @Mixin
    WriteOptions writes;

    @Mixin
    VerifyOption verify;

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
        double budget = writes.budget();
        RunStore runs = wiring().store(places);
        Selection selection = Usage.check(() -> Selection.of(request(runs), runs));
        Prices charged = prices.prices();
        return dry.run
                ? show(runs, selection, charged, budget, verdict)
                : serve(runs, selection, charged, budget, verdict);
    }

    private int serve(RunStore runs, Selection selection, Prices charged, double budget, Verdict verdict) {
        try (PredictionTable table = wiring().table(places, budget)) {
            PredictionTable predictions = target(table, selection);
            Outcome<Served> outcome = serve(runs, predictions, selection, new WideRows(writes.allowWide, charged));
            ServeText text = new ServeText(outcome.done());
            print(text.json(), text::text);
            wiring().actions().summary(() -> JobSummary.served(predictions.name(), text.lines()));
            return verdict.of(outcome);
        }
    }

    private PredictionTable target(PredictionTable table, Selection selection) {
        return new Stages(table, writes.stage.wanted).toServe(selection.model(), selection.run());
    }

    /** What to serve; in an array job, the task's own partition. */
    private ServeRequest request(RunStore runs) {
        return which.request(
                model.model,
                run.id,
                wiring().environment(),
                () -> runs.plan(model.model, new RunChooser(runs).choose(model.model, run.id))
                        .map(Plan::workers));
    }

    private Outcome<Served> serve(RunStore runs, PredictionTable predictions, Selection selection, WideRows wide) {
        List<Partition> partitions = selection.partitions(runs, predictions, force.force);
        try (ConsoleProgress progress = progress("serve", RunChooser.rows(runs, partitions))) {
            ServeJob job = new ServeJob(runs, predictions, wiring().clock(), progress, wide);
            return new ServeRunJob(runs, predictions, job, verify.scope(Scope.NONE))
                    .run(selection, partitions, force.force);
        }
    }

    /** Shows what serving would do; the table is only read. */
    private int show(RunStore runs, Selection selection, Prices charged, double budget, Verdict verdict) {
        TableAhead ahead = wiring().tableAhead(places);
        try (PredictionTable table = wiring().table(places)) {
            PredictionTable predictions = target(table, selection);
            ServeJob job = new ServeJob(runs, predictions, wiring().clock(), Progress.NONE);
            Outcome<Examination> outcome =
                    new ServeRunJob(runs, predictions, job, Scope.NONE).examine(selection, force.force);
            ServeForecast forecast = new ServeForecast(ahead, charged, outcome.done());
            print(forecast.json(), forecast::text);
            Deadline deadline = deadline();
            TooSlow.warning(ahead, forecast.units(), budget, deadline == null ? null : deadline.left())
                    .ifPresent(line -> tell(Actions.Level.WARNING, "serve", line));
            return verdict.ofUnusable(outcome.unusable());
        }
    }
}
