package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The remaining work of a run, as jobs for an engine.
 *
 * @param workers number of workers in the run
 * @param toPredict workers whose slices are still to be predicted; null if there are none
 * @param toServe workers whose partitions are not in the table, or will not be; null if there are none
 * @param commands the jobs' commands
 * @param needs the needs of a task that predicts
 * @param atOnce most tasks that predict at the same time; null for as many as the engine can run
 * @param serveAtOnce most tasks that write to the table at the same time
 * @param place where the jobs are submitted
 */
public record RunJobs(
        ModelId model,
        RunId run,
        int workers,
        @Nullable WorkerNumbers toPredict,
        @Nullable WorkerNumbers toServe,
        Commands commands,
        Needs needs,
        @Nullable Integer atOnce,
        int serveAtOnce,
        EnginePlace place) {

    /** In characters. AWS Batch accepts 8,192 of overrides in all, and a manifest should stay readable. */
    private static final int LONGEST_LIST = 4000;

    /** The workers whose partitions exist and only have to be served; null if there are none. */
    @Nullable
    WorkerNumbers predicted() {
        if (toServe == null || toPredict == null) {
            return toServe;
        }
        List<Integer> left = toServe.numbers().stream()
                .filter(worker -> !toPredict.numbers().contains(worker))
                .toList();
        return left.isEmpty() ? null : new WorkerNumbers(left);
    }

    /** The workers as a command can name them. If the list is too long, all workers of the run, as finished work is kept. */
    @Nullable
    WorkerNumbers nameable(@Nullable WorkerNumbers some) {
        return some == null || some.toString().length() <= LONGEST_LIST ? some : all();
    }

    /** The command for the tasks of an array that stand for these workers, by their place; unchanged if there are no workers. */
    List<String> ofSome(List<String> command, @Nullable WorkerNumbers some) {
        return some == null || some.equals(all()) ? command : with(command, "--array-workers", some.toString());
    }

    /** The command for a job that is no array and stands for one worker. */
    List<String> ofOne(List<String> command, WorkerNumbers one) {
        return with(command, "--worker", one.toString(), "--workers", Integer.toString(workers));
    }

    private static List<String> with(List<String> command, String... words) {
        return Stream.concat(command.stream(), Stream.of(words)).toList();
    }

    private WorkerNumbers all() {
        return new WorkerNumbers(IntStream.rangeClosed(1, workers).boxed().toList());
    }

    /**
     * The commands that do the work, without the options that depend on the engine.
     *
     * @param program starts precalc where the jobs run; empty if the image does
     * @param plan makes the plan; null if it exists
     */
    public record Commands(
            List<String> program,
            @Nullable List<String> plan,
            List<String> predict,
            List<String> serve,
            List<String> finish) {

        public Commands {
            program = List.copyOf(program);
            plan = plan == null ? null : List.copyOf(plan);
            predict = List.copyOf(predict);
            serve = List.copyOf(serve);
            finish = List.copyOf(finish);
        }

        /** The command, with the program that starts it. */
        List<String> started(List<String> command) {
            return Stream.concat(program.stream(), command.stream()).toList();
        }
    }

    /** The name that the engine shows for one of the jobs. */
    String name(String job) {
        return "precalc-%s-%s".formatted(model, job);
    }

    /** The first lines of the script or manifest, for its reader. */
    List<String> heading() {
        return List.of(
                "Run %s of %s: %s; to predict: %s; to serve: %s."
                        .formatted(run, model, Words.many(workers, "worker"), of(toPredict), of(toServe)),
                "Memory and time: %s.".formatted(needs.known()));
    }

    private static String of(@Nullable WorkerNumbers numbers) {
        return numbers == null ? "none" : "worker " + Words.ranges(numbers.numbers());
    }
}
