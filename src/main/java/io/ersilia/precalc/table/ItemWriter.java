package io.ersilia.precalc.table;

import io.ersilia.precalc.table.dynamodb.ItemSize;

/**
 * Writes many items; no two of them may have the same key and model. Memory is bounded: {@code write} waits when the
 * table is slow.
 */
public interface ItemWriter extends AutoCloseable {

    /** Accepts the item; it is in the table once {@link #finish} has returned. */
    void write(Item item) throws InterruptedException;

    /**
     * Accepts an item whose size is known already: computing it again would pack a wide item twice.
     *
     * @param bytes {@link ItemSize#of}
     */
    default void write(Item item, long bytes) throws InterruptedException {
        write(item);
    }

    /**
     * Waits until every accepted item is in the table.
     *
     * @throws io.ersilia.precalc.run.Failure of kind UNAVAILABLE if the table refuses for too long
     */
    Written finish() throws InterruptedException;

    /** What reached the table in spite of a failure. If responses were lost, the table is read back. */
    Written written();

    /** Ends the writer; unless {@link #finish} returned, items not yet in the table are abandoned. */
    @Override
    void close();

    /**
     * What the table confirmed.
     *
     * @param predictions items with values
     * @param rejections items with a reason instead
     * @param capacity write units consumed, 0 for a table without them
     * @param doubtful items that the table may or may not have; 0 unless there was a failure
     */
    record Written(long predictions, long rejections, double capacity, long doubtful) {

        public Written(long predictions, long rejections, double capacity) {
            this(predictions, rejections, capacity, 0);
        }

        public long items() {
            return predictions + rejections;
        }

        public Written plus(Written other) {
            return new Written(
                    predictions + other.predictions,
                    rejections + other.rejections,
                    capacity + other.capacity,
                    doubtful + other.doubtful);
        }
    }
}
