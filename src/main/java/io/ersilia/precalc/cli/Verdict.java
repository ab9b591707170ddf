package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.RunClosing;
import io.ersilia.precalc.cli.text.RunText;
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
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges what a command did: says what is wrong and chooses the exit code. */
record Verdict(JobCommand command, RejectRate rate) {

    /** Judges a run at the end of a round: if it goes on by itself, it is fine, whatever is missing. */
    int of(FinishJob.Outcome outcome, RunClosing closing, Rounds.Ending round) {
        Plan plan = closing.plan();
        String title = "run " + plan.run();
        if (round.goesOn()) {
            tellDisagreements(outcome);
            command.tell(Actions.Level.NOTICE, title, RunText.of(plan, round));
            return ExitCode.DONE;
        }
        if (round.isStuck()) {
            command.tell(Actions.Level.ERROR, title, RunText.of(plan, round));
        }
        return of(outcome, closing);
    }

    /** Judges a slice that was predicted. */
    int of(PartitionManifest manifest, int workers) {
        String title = "worker %d of %d".formatted(manifest.worker(), workers);
        return ofRejects(title, manifest.rejected(), manifest.rowsIn());
    }

    private int ofRejects(String title, Rejections rejected, long rows) {
        if (!rate.isExceededBy(rejected.total(), rows)) {
            return ExitCode.DONE;
        }
        command.tell(Actions.Level.WARNING, title, "%s: %s".formatted(title, rate.excess(rejected.total(), rows)));
        return ExitCode.REJECTED;
    }

    /** Judges what was served; faults of single partitions were logged when they were found. */
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
            codes.add(ofRejects(title, one.manifest().rejected(), one.manifest().rows()));
        }
        return ExitCode.worst(codes);
    }

    /** Judges partitions whose files are unusable. */
    int ofUnusable(Map<Partition, Failure> unusable) {
        unusable.forEach((partition, failure) ->
                command.annotate(Actions.Level.ERROR, partition.name(), String.valueOf(failure.getMessage())));
        return ExitCode.worst(unusable.values().stream().map(ExitCode::of).toList());
    }

    /** Judges a whole run, and says at the end what became of it. */
    int of(RunJob.Outcome outcome, RunClosing closing) {
        List<Integer> codes = new ArrayList<>();
        outcome.failures().forEach(failure -> codes.add(ExitCode.of(failure)));
        codes.add(judged(outcome.finish()));
        return closed(closing, ExitCode.worst(codes), outcome.failures().size());
    }

    /** Judges a run that was finished. */
    int of(FinishJob.Outcome outcome, RunClosing closing) {
        int code = judged(outcome);
        return code == ExitCode.REJECTED ? closed(closing, code, 0) : code;
    }

    private int closed(RunClosing closing, int code, int failures) {
        Logger log = LoggerFactory.getLogger(Verdict.class);
        if (code == ExitCode.DONE) {
            log.info("{}", closing.line());
            log.info("{}", closing.page());
        } else if (code == ExitCode.REJECTED) {
            Rows rows = closing.account().rows();
            log.warn("{}", closing.rejected(code, rate.excess(rows.rejected().total(), rows.in())));
        } else {
            log.warn("{}", closing.unfinished(code, failures));
        }
        return code;
    }

    private int judged(FinishJob.Outcome outcome) {
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
        return judged(run);
    }

    /** Judges a run whose rows all add up: only its rejects matter. */
    private int judged(Reconciliation run) {
        Rejections rejected = run.rows().rejected();
        long rows = run.rows().in();
        if (!rate.isExceededByRun(rejected.total(), rows)) {
            return ExitCode.DONE;
        }
        command.annotate(
                Actions.Level.WARNING,
                "run " + run.run(),
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
