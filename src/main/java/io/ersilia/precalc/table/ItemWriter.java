package io.ersilia.precalc.table;

import io.ersilia.precalc.table.dynamodb.ItemSize;

/**
 * Writes many items; no two of them may have the same key and model. Memory is bounded: {@code write} waits when the
 * table is slow.
 */
public interface ItemWriter extends AutoCloseable {

    /** Takes the item; it is in the table once {@link #finish} has returned. */
    void write(Item item) throws InterruptedException;

    /**
     * Takes an item whose size is known: to compute it, a wide one must be packed.
     *
     * @param bytes {@link ItemSize#of}
     */
    default void write(Item item, long bytes) throws InterruptedException {
        write(item);
    }

    /**
     * Waits until every item taken is in the table.
     *
     * @throws io.ersilia.precalc.run.Failure of kind UNAVAILABLE when the table refuses for too long
     */
    Written finish() throws InterruptedException;

    /** After a failure: what is in the table nevertheless. Where an answer was lost, the table is asked. */
    Written written();

    /** Lets go; items not yet in the table are abandoned unless {@link #finish} returned. */
    @Override
    void close();

    /**
     * What the table confirmed.
     *
     * @param predictions items with values
     * @param rejections items with a reason
     * @param capacity write units consumed, 0 where there are none
     * @param doubtful items that may be in the table or not, and nobody can be asked; none unless there was a failure
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
