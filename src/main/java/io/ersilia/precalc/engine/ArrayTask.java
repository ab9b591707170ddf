package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.Words;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One task of an array job, as the engine describes it.
 *
 * @param variable the environment variable that holds the task's number
 * @param id the task's number, as the engine counts
 * @param tasks all tasks of the array
 * @param job the engine's name for the array job; null if unknown
 */
public record ArrayTask(
        String variable, int id, Tasks tasks, @Nullable String job) {

    private static final int LONGEST_RUN = 64;

    /** The variable and its value. */
    public String said() {
        return variable + "=" + id;
    }

    /**
     * The run that the array job stands for if none is named. Empty for an array of only some workers, which continues
     * another job's run.
     *
     * @param workers number of workers in the run; null if unknown
     */
    public Optional<RunId> run(@Nullable Integer workers) {
        boolean isAll = tasks.count() == null || (tasks.areAll() && (workers == null || workers.equals(tasks.count())));
        return Optional.ofNullable(job)
                .filter(name -> isAll)
                .map(name -> name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^\\.+", ""))
                .filter(name -> !name.isEmpty())
                .map(name -> new RunId(name.substring(0, Math.min(name.length(), LONGEST_RUN))));
    }

    /**
     * The worker that this task stands for. If the array has a task for each worker, it is the task's place in the array;
     * otherwise it is the task's number, as the engine counts.
     *
     * @param workers number of workers in the run; null if neither a plan nor an option gives it
     * @param standsFor the workers that the tasks stand for, in order; null if the tasks' own numbers say it
     * @throws Failure of kind USAGE if no worker fits the task
     */
    public Worker worker(@Nullable Integer workers, @Nullable WorkerNumbers standsFor) {
        if (standsFor != null) {
            return worker(
                    tasks.listed(this, standsFor),
                    known(workers),
                    "--array-workers %s".formatted(standsFor),
                    "name workers of the run");
        }
        if (workers == null && tasks.areAll() && tasks.count() != null) {
            return worker(tasks.place(id), tasks.count());
        }
        return worker(tasks.number(this, known(workers)), known(workers));
    }

    private int known(@Nullable Integer workers) {
        if (workers == null) {
            throw Failure.usage(
                    "%s does not tell how many workers there are in all: give --workers N, or name a planned run by --run ID"
                            .formatted(said()));
        }
        return workers;
    }

    private Worker worker(int number, int total) {
        return worker(
                number,
                total,
                said(),
                "give the array a task for each worker" + (tasks.first() == 0 ? "" : ", numbered from 1"));
    }

    private Worker worker(int number, int total, String source, String remedy) {
        if (total > Worker.MAX_TOTAL) {
            throw Failure.usage(
                    "%s is of an array of %s tasks, but a run has at most %s workers: make the array smaller"
                            .formatted(said(), Words.count(total), Words.count(Worker.MAX_TOTAL)));
        }
        try {
            return new Worker(number, total);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: no worker %d of %d, expected 1 to %s; %s"
                    .formatted(source, number, total, Words.count(total), remedy));
        }
    }
}
