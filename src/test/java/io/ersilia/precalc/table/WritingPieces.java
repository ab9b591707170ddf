package io.ersilia.precalc.table;

import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a row costs on its way into a batch. Time is that of one row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WritingPieces {

    private static final int WIDE = 2048;

    private final List<Item> batch = Items.predictions(0, BatchWrite.MAX_ITEMS);
    private final byte[] taken =
            "{\"ConsumedCapacity\":[{\"CapacityUnits\":25.0,\"TableName\":\"t\"}],\"UnprocessedItems\":{}}"
                    .getBytes(StandardCharsets.UTF_8);
    private final Item wide = Items.prediction(
            Items.key(1),
            Items.MODEL,
            new Random(1)
                    .doubles(WIDE)
                    .mapToObj(number -> Value.number(Double.toString(number)))
                    .toList());

    /** The exact bytes of a row of one column. */
    @Benchmark
    @OperationsPerInvocation(BatchWrite.MAX_ITEMS)
    public long size() {
        long bytes = 0;
        for (Item item : batch) {
            bytes += ItemSize.of(item);
        }
        return bytes;
    }

    /** The exact bytes of a row of 2,048 doubles, packing included. */
    @Benchmark
    public long sizeOfWide() {
        return ItemSize.of(wide);
    }

    /** The JSON of a batch. */
    @Benchmark
    @OperationsPerInvocation(BatchWrite.MAX_ITEMS)
    public byte[] body() {
        return BatchJson.request("precalculations-table", batch);
    }

    /** Reading the answer to a batch. */
    @Benchmark
    @OperationsPerInvocation(BatchWrite.MAX_ITEMS)
    public BatchWrite.Answer answer() throws IOException {
        return BatchJson.answer(taken, batch);
    }
}
