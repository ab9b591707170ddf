package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.ShellWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The jobs of a run for Slurm: a script that calls {@code sbatch} for each. */
final class SlurmScript {

    /**
     * Slurm signals a task this long before its time is over, so that it stops with its work kept even without
     * SLURM_JOB_END_TIME, which only Slurm 23.02 and newer set. Slurm may signal up to a minute earlier.
     */
    private static final int WARNING_SECONDS = 90;

    /** A job that makes no progress must not be requeued for ever. */
    private static final int MOST_TURNS = 100;

    private final RunJobs jobs;
    private final StringBuilder text = new StringBuilder();

    private SlurmScript(RunJobs jobs) {
        this.jobs = jobs;
    }

    static String of(RunJobs jobs) {
        return new SlurmScript(jobs).text();
    }

    private String text() {
        RunJobs.Commands commands = jobs.commands();
        text.append("#!/bin/sh\n");
        jobs.heading().forEach(line -> text.append("# ").append(line).append('\n'));
        text.append("set -eu\n");
        if (commands.plan() != null) {
            text.append('\n')
                    .append(ShellWord.all(commands.started(commands.plan())))
                    .append('\n');
        }
        List<String> made = new ArrayList<>();
        if (jobs.toPredict() != null) {
            made.add(job("predict", array(jobs.toPredict(), jobs.atOnce()), jobs.needs(), commands.predict(), null));
        }
        if (jobs.toServe() != null) {
            made.add(job(
                    "serve",
                    array(jobs.toServe(), jobs.serveAtOnce()),
                    Needs.ofNoModel(),
                    commands.serve(),
                    last(made)));
        }
        made.add(job("finish", "", Needs.ofNoModel(), commands.finish(), last(made)));
        text.append("\necho \"submitted:");
        made.forEach(name -> text.append(' ').append(name).append(" $").append(name));
        return text.append("\"\n").toString();
    }

    private static @Nullable String last(List<String> made) {
        return made.isEmpty() ? null : made.get(made.size() - 1);
    }

    /** {@code --array=3,7,12-40%10}. */
    private static String array(WorkerNumbers numbers, @Nullable Integer atOnce) {
        return " --array=" + numbers + (atOnce == null ? "" : "%" + atOnce);
    }

    /** @param after the job that must end first, whatever its result; null if there is none */
    private String job(String name, String array, Needs needs, List<String> command, @Nullable String after) {
        text.append("\n%s=$(sbatch --parsable --requeue --open-mode=append --job-name=%s%s%s \\\n"
                .formatted(
                        name,
                        jobs.name(name),
                        array,
                        after == null ? "" : " --dependency=afterany:\"$%s\"".formatted(after)));
        text.append("  --ntasks=1 --cpus-per-task=%d --mem=%dM --time=%d --signal=TERM@%d%s <<'JOB'\n"
                .formatted(
                        needs.cpus(),
                        needs.memoryMib(),
                        needs.time().toMinutes(),
                        WARNING_SECONDS,
                        jobs.place().with().isEmpty()
                                ? ""
                                : " " + ShellWord.all(jobs.place().with())));
        text.append("#!/bin/sh\ncode=0\n");
        text.append("srun --ntasks=1 --cpus-per-task=%d %s || code=$?\n"
                .formatted(needs.cpus(), ShellWord.all(jobs.commands().started(command))));
        text.append("# 75: stopped with its work kept, so it takes another turn.\n");
        text.append(
                "if [ \"$code\" -eq 75 ] && [ \"${SLURM_RESTART_COUNT:-0}\" -lt %d ]; then scontrol requeue \"$SLURM_JOB_ID\"; fi\n"
                        .formatted(MOST_TURNS));
        text.append("exit \"$code\"\nJOB\n)\n");
        return name;
    }
}
