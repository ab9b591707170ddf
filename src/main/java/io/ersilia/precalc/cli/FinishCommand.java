package io.ersilia.precalc.cli;

import io.ersilia.precalc.pipeline.FinishJob;
import io.ersilia.precalc.pipeline.Reconciliation;
import io.ersilia.precalc.pipeline.RejectRate;
import io.ersilia.precalc.pipeline.RunChooser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Accounts for every row of a run. */
@Command(
        name = "finish",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Account for every row of a run and write the model's metadata; exit 4 while rows are unaccounted for.")
final class FinishCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Option(names = "--run", paramLabel = "ID", description = "Run to finish (the newest).")
    @Nullable
    RunId run;

    @Mixin
    RateOption rejects;

    @Mixin
    StoreOptions store;

    @Mixin
    TableOptions table;

    FinishCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    int run() {
        RejectRate rate = Usage.check(rejects::rate);
        RunStore runs = wiring.store(store);
        RunId chosen = new RunChooser(runs).choose(model.model, run);
        Plan plan = runs.plan(model.model, chosen)
                .orElseThrow(
                        () -> Failure.input("run %s of %s was imported and has no plan: there is nothing to account for"
                                .formatted(chosen, model.model)));
        try (PredictionTable predictions = wiring.table(table, store)) {
            FinishJob.Outcome outcome = new FinishJob(runs, predictions, wiring.clock()).run(plan, null);
            Reconciliation reconciliation = outcome.reconciliation();
            print(reconciliation, () -> Words.of(reconciliation));
            return exitCode(outcome, rate);
        }
    }

    /** Says which partitions are to blame, and judges the run. */
    int exitCode(FinishJob.Outcome outcome, RejectRate rate) {
        return exitCode(outcome, rate, spec.commandLine().getErr());
    }

    static int exitCode(FinishJob.Outcome outcome, RejectRate rate, java.io.PrintWriter err) {
        Reconciliation run = outcome.reconciliation();
        for (String line : outcome.disagreements().lines()) {
            err.println("precalc: run %s: %s".formatted(run.run(), line));
        }
        if (outcome.disagreements().controlsDiffer()) {
            err.println(
                    "precalc: run %s: the model does not answer the same each time: it is marked as not deterministic"
                            .formatted(run.run()));
        }
        err.flush();
        if (!outcome.isComplete()) {
            err.println(
                    "precalc: %d rows of run %s are unaccounted for: %s; run the same command again, or predict and serve them"
                            .formatted(run.unaccounted(), run.run(), outcome.blame()));
            err.flush();
            return ExitCode.INCOMPLETE;
        }
        return rate.isExceededByRun(run.rejected().total(), run.rowsIn()) ? ExitCode.REJECTED : ExitCode.DONE;
    }
}
