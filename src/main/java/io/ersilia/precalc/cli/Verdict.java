package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.finish.Rounds;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;

/** Says what is wrong with a run that was reconciled, and judges it by an exit code. */
record Verdict(JobCommand command, RejectRate rate) {

    /** At the end of a round: a run that goes on by itself is fine, whatever is missing. */
    int of(FinishJob.Outcome outcome, Plan plan, Rounds.Ending round) {
        String title = "run " + plan.run();
        if (round.goesOn()) {
            tellDisagreements(outcome);
            command.tell(Actions.Level.NOTICE, title, RunText.of(plan, round));
            return ExitCode.DONE;
        }
        if (round.isStuck()) {
            command.tell(Actions.Level.ERROR, title, RunText.of(plan, round));
        }
        return of(outcome);
    }

    int of(FinishJob.Outcome outcome) {
        Reconciliation run = outcome.reconciliation();
        String title = "run " + run.run();
        tellDisagreements(outcome);
        if (!run.complete()) {
            command.tell(
                    Actions.Level.ERROR,
                    title,
                    "%d rows of run %s are unaccounted for: %s; run the same command again, or predict and serve them"
                            .formatted(
                                    run.rows().unaccounted(),
                                    run.run(),
                                    outcome.shortfalls().line()));
            return ExitCode.INCOMPLETE;
        }
        if (!rate.isExceededByRun(run.rows().rejected().total(), run.rows().in())) {
            return ExitCode.DONE;
        }
        command.annotate(
                Actions.Level.WARNING,
                title,
                "%d of %d rows were rejected%s: more than --max-reject-rate %s allows"
                        .formatted(
                                run.rows().rejected().total(),
                                run.rows().in(),
                                RunText.byReason(run.rows().rejected()),
                                rate.most()));
        return ExitCode.REJECTED;
    }

    private void tellDisagreements(FinishJob.Outcome outcome) {
        String title = "run " + outcome.reconciliation().run();
        for (String line : outcome.disagreements().lines()) {
            command.tell(Actions.Level.WARNING, title, "%s: %s".formatted(title, line));
        }
        if (outcome.disagreements().controlsDiffer()) {
            command.tell(
                    Actions.Level.WARNING,
                    title,
                    title + ": the model does not answer the same each time: it is marked as not deterministic");
        }
    }
}
