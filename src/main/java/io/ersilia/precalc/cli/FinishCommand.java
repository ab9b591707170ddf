package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.RunOption;
import io.ersilia.precalc.cli.options.VerifyOption;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.NextSteps;
import io.ersilia.precalc.cli.text.RunClosing;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.Rounds;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Accounts for every row of a run. */
@Command(
        description = {
            "Account for every row of a run and report it.",
            "Writes the model's metadata, too; exit 4 while rows are unaccounted for."
        },
        footer = {
            "  precalc finish --model eos3b5e",
            "  precalc finish --model eos4e40 --run r1 --store s3://bucket --verify all"
        })
final class FinishCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Mixin
    RunOption run;

    @Option(
            names = "--continuation",
            paramLabel = "K",
            description =
                    "In workflows: end a round of workers that followed K automatic ones; exit with 0 while another "
                            + "round is needed, unless the last two added no rows.")
    @Nullable
    Integer continuation;

    @Mixin
    RateOption rejects;

    @Mixin
    VerifyOption verify;

    @Option(
            names = "--nearest",
            description = {
                "Prepare the library for query --nearest.",
                "Computes the fingerprints of the run's library at the end, unless the store has them already."
            })
    boolean nearest;

    @Mixin
    PlaceOptions places;

    @Mixin
    PricesOption prices;

    @Override
    int run() {
        Verdict verdict = new Verdict(this, rejects.rate());
        requireContinuation();
        RunStore runs = wiring().store(places);
        Plan plan = new RunChooser(runs).planned(model.model, run.id);
        try (PredictionTable table = wiring().table(places)) {
            PredictionTable predictions = Stages.asServed(table, plan.model(), plan.run());
            FinishJob.Outcome outcome = new FinishJob(runs, predictions, wiring().clock(), verify.scope(Scope.SAMPLE))
                    .run(plan, rejects.rate(), null);
            int code = told(
                    plan,
                    outcome,
                    predictions,
                    Stages.isUnpublished(table, predictions, plan.model(), plan.run()),
                    verdict);
            if (nearest) {
                wiring().fingerprintsJob(places).make(plan, this::progress);
            }
            return code;
        }
    }

    private int told(
            Plan plan, FinishJob.Outcome outcome, PredictionTable predictions, boolean unpublished, Verdict verdict) {
        RunStore runs = wiring().store(places);
        Rounds.@Nullable Ending round =
                continuation == null ? null : new Rounds(runs, wiring().clock()).end(plan, continuation);
        print(outcome.reconciliation().printed(), () -> RunText.of(outcome.reconciliation()));
        String report = new RunReport(wiring(), places, prices).write(outcome, plan.model(), predictions);
        tellWorkflow(runs, plan, predictions, unpublished, outcome, round, report);
        RunClosing closing = new RunClosing(plan, outcome.reconciliation(), unpublished, places.store, places.table);
        return round == null ? verdict.of(outcome, closing) : verdict.of(outcome, closing, round);
    }

    private void requireContinuation() {
        if (continuation != null && (continuation < 0 || continuation >= Round.MAX)) {
            throw Failure.usage(
                    "--continuation %d: expected 0 to %s".formatted(continuation, Words.count(Round.MAX - 1)));
        }
    }

    private void tellWorkflow(
            RunStore runs,
            Plan plan,
            PredictionTable predictions,
            boolean unpublished,
            FinishJob.Outcome outcome,
            Rounds.@Nullable Ending round,
            String report) {
        Actions actions = wiring().actions();
        actions.output("run", plan.run());
        actions.output("continue", round != null && round.goesOn());
        if (round != null) {
            actions.output("continuation", round.round().continuation() + 1);
        }
        actions.summary(() -> {
            List<SliceStatus> slices = outcome.status(predictions).of(plan);
            Servable servable = Servable.of(slices, plan, runs, predictions);
            NextSteps next =
                    new NextSteps(runs, plan.model(), plan.run(), plan, unpublished, places.store, places.table);
            boolean goesOn = round != null && round.goesOn();
            return JobSummary.account(
                            plan.run().value(),
                            RunText.counts(outcome.reconciliation()),
                            outcome.reconciliation().rows().rejected(),
                            round == null || round.missing().isEmpty() ? null : RunText.of(plan, round),
                            slices,
                            goesOn ? List.of() : next.of(slices, servable)) // the next round does the rest
                    + report;
        });
    }
}
