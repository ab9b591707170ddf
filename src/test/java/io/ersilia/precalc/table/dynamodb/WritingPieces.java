package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.bench.PerRow;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What a row costs on its way into a batch. */
public class WritingPieces extends PerRow {

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
        return BatchJson.request("precalculations-table", SortKeys.PLAIN, batch);
    }

    /** Reading the answer to a batch. */
    @Benchmark
    @OperationsPerInvocation(BatchWrite.MAX_ITEMS)
    public BatchWrite.Answer answer() throws IOException {
        return BatchJson.answer(taken, SortKeys.PLAIN, batch);
    }
}
