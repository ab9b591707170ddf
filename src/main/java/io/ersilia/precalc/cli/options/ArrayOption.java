package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.engine.ArrayTask;
import io.ersilia.precalc.engine.ArrayVariables;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.run.WorkerNumbers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Which worker a task of an array job is. */
public final class ArrayOption {

    @Option(
            names = "--array-workers",
            paramLabel = "I,…",
            description = "Workers that the tasks of an array job stand for, in order, e.g. 3,7,12-40 (all).")
    @Nullable
    String workers;

    /**
     * The worker that the engine says this is; empty outside of an array job.
     *
     * @param given the number of a worker that was given; null without one
     * @param total workers of the run, asked only in an array job; empty where nothing says it
     * @throws Failure of kind USAGE when the engine contradicts an option
     */
    public Optional<Worker> worker(
            Map<String, String> environment, @Nullable Integer given, Supplier<Optional<Integer>> total) {
        WorkerNumbers standsFor = standsFor(workers);
        Optional<ArrayTask> task = ArrayVariables.task(environment);
        if (task.isEmpty() && standsFor != null) {
            throw Failure.usage("--array-workers %s is for a task of an array job, which this is not: give --worker I"
                    .formatted(standsFor));
        }
        return task.map(one -> agreed(one, one.worker(total.get().orElse(null), standsFor), given));
    }

    private static @Nullable WorkerNumbers standsFor(@Nullable String text) {
        return text == null ? null : Usage.check(() -> WorkerNumbers.parse(text));
    }

    private static Worker agreed(ArrayTask task, Worker worker, @Nullable Integer given) {
        if (given == null) {
            LoggerFactory.getLogger(ArrayOption.class).info("{}, from {}", worker, task.said());
        } else if (given != worker.number()) {
            throw Failure.usage("--worker %d contradicts %s, by which this is %s: omit --worker, or unset the variable"
                    .formatted(given, task.said(), worker));
        }
        return worker;
    }
}
