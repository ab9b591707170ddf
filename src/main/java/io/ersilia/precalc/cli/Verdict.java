package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.cli.text.ServeText;
import io.ersilia.precalc.pipeline.RunJob;
import io.ersilia.precalc.pipeline.ServeRunJob;
import io.ersilia.precalc.pipeline.ServeRunJob.Served;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.finish.Rounds;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges what a command did: says what is wrong and chooses the exit code. */
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

    /** Judges a slice that was predicted. */
    int of(PartitionManifest manifest, int workers) {
        String title = "worker %d of %d".formatted(manifest.worker(), workers);
        return rate.isExceededBy(manifest.rejected().total(), manifest.rowsIn())
                ? tooMany(title, manifest.rejected(), manifest.rowsIn())
                : ExitCode.DONE;
    }

    /** Judges what was served: what is wrong with a partition was logged when it was found. */
    int of(ServeRunJob.Outcome<Served> outcome) {
        List<Integer> codes = new ArrayList<>(List.of(ofUnusable(outcome.unusable())));
        for (Served one : outcome.done()) {
            String title = one.partition().name();
            one.problems().forEach(line -> command.annotate(Actions.Level.ERROR, title, line));
            if (one.found() != null && one.found().overwritten() > 0) {
                codes.add(ExitCode.INCOMPLETE);
            }
            if (one.found() != null && one.found().wrong() > 0) {
                codes.add(ExitCode.UNAVAILABLE);
            }
            if (rate.isExceededBy(
                    one.manifest().rejected().total(), one.manifest().rows())) {
                command.annotate(Actions.Level.WARNING, title, ServeText.line(one));
                codes.add(ExitCode.REJECTED);
            }
        }
        return ExitCode.worst(codes);
    }

    /** Judges partitions whose files are unusable. */
    int ofUnusable(Map<Partition, Failure> unusable) {
        unusable.forEach((partition, failure) ->
                command.annotate(Actions.Level.ERROR, partition.name(), String.valueOf(failure.getMessage())));
        return ExitCode.worst(unusable.values().stream().map(ExitCode::of).toList());
    }

    /** Judges a whole run. */
    int of(RunJob.Outcome outcome) {
        List<Integer> codes = new ArrayList<>();
        outcome.failures().forEach(failure -> codes.add(ExitCode.of(failure)));
        codes.add(of(outcome.finish()));
        return ExitCode.worst(codes);
    }

    int of(FinishJob.Outcome outcome) {
        Reconciliation run = outcome.reconciliation();
        String title = "run " + run.run();
        tellDisagreements(outcome);
        if (!run.complete()) {
            command.tell(
                    Actions.Level.ERROR,
                    title,
                    "%s unaccounted for in run %s: %s; run the same command again, or predict and serve them"
                            .formatted(
                                    Words.many(run.rows().unaccounted(), "row is", "rows are"),
                                    run.run(),
                                    outcome.shortfalls().line()));
            return ExitCode.INCOMPLETE;
        }
        return rate.isExceededByRun(run.rows().rejected().total(), run.rows().in())
                ? tooMany(title, run.rows().rejected(), run.rows().in())
                : ExitCode.DONE;
    }

    private int tooMany(String title, Rejections rejected, long rows) {
        command.annotate(
                Actions.Level.WARNING,
                title,
                "%s of %s rejected%s: more than --max-reject-rate %s allows"
                        .formatted(
                                Words.count(rejected.total()),
                                Words.many(rows, "row was", "rows were"),
                                RunText.byReason(rejected),
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
                    title + ": the model gives a different answer each time: it is marked as not deterministic");
        }
    }
}
