package io.ersilia.precalc.stats;

import java.io.Closeable;
import java.io.IOException;

/** Numbers whose distribution is wanted once all of them are known. Not thread-safe. */
public interface Numbers extends Closeable {

    void add(double number) throws IOException;

    /** How many were added. */
    long count();

    /** All of them, the smallest first; nothing can be added afterwards. */
    Ascending ascending() throws IOException;

    /** By how much the share of numbers up to any limit may be wrong, from 0 to 1; 0 if every number is kept. */
    double error();

    /**
     * How many are in each range, from one limit up to the next; the first and the last range are open.
     *
     * @param limits ascending, one more than there are ranges
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

    /** Goes once through numbers in ascending order. */
    interface Ascending extends Closeable {

        /** Goes to the next number; false behind the last. */
        boolean next() throws IOException;

        double number();

        /** How many numbers are equal to this one, of those that are given as one; at least 1. */
        default long times() {
            return 1;
        }
    }
}
