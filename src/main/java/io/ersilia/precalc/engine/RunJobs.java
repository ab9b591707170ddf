package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a run, as jobs for an engine.
 *
 * @param workers of the run
 * @param toPredict workers whose slices are missing; null when none is
 * @param toServe workers whose partitions are not in the table, or will not be; null when all are
 * @param commands of the jobs
 * @param needs of a task that predicts
 * @param atOnce tasks that predict at the same time, at most; null for as many as the engine can
 * @param serveAtOnce tasks that write to the table at the same time, at most
 * @param place what the engine has to be told besides
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

    /** AWS Batch takes 8,192 characters of overrides in all, and a manifest should still be read by a person. */
    private static final int LONGEST_LIST = 4000;

    /** The workers whose partitions are there and only have to be served; null when there are none. */
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

    /** The workers as a command can name them: all of the run where the list would be too long, as what is done is kept. */
    @Nullable
    WorkerNumbers nameable(@Nullable WorkerNumbers some) {
        return some == null || some.toString().length() <= LONGEST_LIST ? some : all();
    }

    /** The command of a task that stands for one of these workers, by its place; of no task where there are none. */
    List<String> ofSome(List<String> command, @Nullable WorkerNumbers some) {
        if (some == null) {
            return command;
        }
        List<String> words = new ArrayList<>(command);
        if (some.numbers().size() == 1) {
            words.addAll(List.of("--worker", some.toString(), "--workers", Integer.toString(workers)));
        } else if (!some.equals(all())) {
            words.addAll(List.of("--array-workers", some.toString()));
        }
        return words;
    }

    private WorkerNumbers all() {
        return new WorkerNumbers(IntStream.rangeClosed(1, workers).boxed().toList());
    }

    /**
     * The commands that do the work, without those options that only the engine decides.
     *
     * @param program what starts precalc where the jobs run; nothing where an image does
     * @param plan makes the plan unless it is there; null when it is
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

        /** The whole command. */
        List<String> started(List<String> command) {
            return Stream.concat(program.stream(), command.stream()).toList();
        }
    }

    /** What an engine calls one of the jobs. */
    String name(String job) {
        return "precalc-%s-%s".formatted(model, job);
    }

    /** The first lines of what is written for a person. */
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
