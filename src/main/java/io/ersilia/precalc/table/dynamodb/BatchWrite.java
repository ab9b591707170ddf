package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.table.Item;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** BatchWriteItem: one attempt at writing a few items; for many threads. */
interface BatchWrite extends AutoCloseable {

    /** The most puts of one call. */
    int MAX_ITEMS = 25;

    /** The most bytes of one call, as sent. */
    long MAX_CALL_BYTES = 16L * 1024 * 1024;

    /**
     * Writes the items, replacing those with the same keys.
     *
     * @param items 1 to {@value #MAX_ITEMS}, no two with the same key and model
     * @throws SdkException if it is unknown which of them were written
     */
    Answer write(List<Item> items);

    @Override
    void close();

    /**
     * The response.
     *
     * @param left items that the table was too busy to write
     * @param capacity write units consumed
     */
    record Answer(List<Item> left, double capacity) {}
}
