package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.WorkerNumbers;
import io.ersilia.precalc.words.Words;
import java.util.List;
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
 * @param with further arguments for the engine's own command
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
        List<String> with) {

    public RunJobs {
        with = List.copyOf(with);
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
