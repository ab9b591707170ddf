package io.ersilia.precalc.stats;

import java.util.List;

/**
 * Where the numbers of a column lie: every value while there are few different ones, else a t-digest, whose points are
 * closer together towards the smallest and the largest number.
 *
 * @param count how many numbers; at least one
 * @param squares sum of the squared distances from the mean
 * @param exact whether {@code at} has every value, and not the means of neighbours
 * @param at ascending, from {@code min} to {@code max}
 * @param counts how many numbers each of {@code at} stands for; {@code count} together
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public record Spread(
        long count,
        double min,
        double max,
        double mean,
        double squares,
        boolean exact,
        List<Double> at,
        List<Long> counts) {

    public Spread {
        at = List.copyOf(at);
        counts = List.copyOf(counts);
    }

    /** The standard deviation of the numbers, as of a whole population. */
    public double deviation() {
        return Math.sqrt(squares / count);
    }

    /** Whether all numbers are the same. */
    public boolean isConstant() {
        return min == max;
    }

    /**
     * At most so many bars of equal width between the smallest and the largest number, a bar per value where there are
     * no more values than bars. The counts are whole and add up to {@link #count}.
     */
    public Histogram histogram(int bars) {
        throw new UnsupportedOperationException("not yet"); // bodies follow
    }

    /**
     * The number that this share of the numbers does not exceed; exact while the values are.
     *
     * @param q from 0, the smallest, by 0.5, the median, to 1, the largest
     */
    public double quantile(double q) {
        throw new UnsupportedOperationException("not yet"); // bodies follow
    }
}
