package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.serve.ServeRequest;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which partitions of a run. */
public final class PartitionOptions {

    private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,4}\\s*");

    @ArgGroup
    Named named = new Named();

    /** Without either, all. */
    static final class Named {

        @Option(
                names = "--worker",
                paramLabel = "I",
                description = "Only the partition of this worker (that of the array job's task, else all).")
        @Nullable
        Integer worker;

        @Option(
                names = "--partitions",
                paramLabel = "I,…",
                description = "Only the partitions of these workers, e.g. 1,11,21.")
        @Nullable
        String partitions;
    }

    @Mixin
    ArrayOption array;

    @Option(names = "--workers", paramLabel = "N", description = "Number of workers, as planned.")
    @Nullable
    Integer workers;

    /** Without effect, as processes find one another in the table; scripts may still give it. */
    @Option(names = "--max-parallel", paramLabel = "N", hidden = true)
    @Nullable
    Integer maxParallel;

    /**
     * What is to be served.
     *
     * @param planned workers of the run by its plan, asked only in an array job; empty without a plan
     */
    public ServeRequest request(
            ModelId model, @Nullable RunId run, Map<String, String> environment, Supplier<Optional<Integer>> planned) {
        List<Integer> partitions = named.partitions == null ? List.of() : numbers(named.partitions);
        Integer worker = partitions.isEmpty()
                ? array.worker(environment, named.worker, () -> workers == null ? planned.get() : Optional.of(workers))
                        .map(Worker::number)
                        .orElse(named.worker)
                : null;
        return new ServeRequest(model, run, worker, workers, partitions);
    }

    /** {@code 1,11,21} in the order given, each once. */
    private static List<Integer> numbers(String text) {
        return Stream.of(text.split(",", -1))
                .map(PartitionOptions::number)
                .distinct()
                .toList();
    }

    private static int number(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text.strip()) : 0;
        if (number < 1 || number > Worker.MAX_TOTAL) {
            throw Failure.usage("--partitions %s: expected numbers from 1 to %s, e.g. 1,11,21"
                    .formatted(Printable.value(text), Words.count(Worker.MAX_TOTAL)));
        }
        return number;
    }
}
