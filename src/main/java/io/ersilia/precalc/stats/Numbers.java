package io.ersilia.precalc.stats;

import java.io.Closeable;
import java.io.IOException;

/** Collects numbers in order to find their distribution once all of them are known. Not thread-safe. */
public interface Numbers extends Closeable {

    void add(double number) throws IOException;

    /** How many numbers were added. */
    long count();

    /** All numbers in ascending order; nothing can be added afterwards. */
    Ascending ascending() throws IOException;

    /** By how much the share of numbers up to any limit may be wrong, from 0 to 1; 0 if every number is kept. */
    double error();

    /**
     * How many numbers are in each range, from one limit up to, but not including, the next. The first range also counts all
     * smaller numbers, and the last all larger ones.
     *
     * @param limits in ascending order, one more than there are ranges
     */
    default long[] counts(double[] limits) throws IOException {
        long[] counts = new long[limits.length - 1];
        try (Ascending all = ascending()) {
            int range = 0;
            while (all.next()) {
                while (range < counts.length - 1 && all.number() >= limits[range + 1]) {
                    range++;
                }
                counts[range] += all.times();
            }
        }
        return counts;
    }

    /** Iterates once over numbers in ascending order. */
    interface Ascending extends Closeable {

        /** Advances to the next number; false after the last. */
        boolean next() throws IOException;

        double number();

        /** How many numbers this one stands for; at least 1. */
        default long times() {
            return 1;
        }
    }
}
