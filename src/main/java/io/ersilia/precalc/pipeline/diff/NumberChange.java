package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.stats.Drift;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a column changed, among the molecules that both sides predict.
 *
 * @param pairs molecules with a number on both sides
 * @param quantiles of b - a by name, from {@code min} over {@code median} to {@code max}; empty without pairs
 * @param pearson the correlation of the pairs; null if one side has no two different numbers
 * @param drift how far the distributions of all numbers are apart; null if one side has none
 * @param histogram of all numbers of both sides, in bars of equal width
 */
public record NumberChange(
        long pairs,
        Map<String, Double> quantiles,
        @Nullable Double pearson,
        @Nullable Drift drift,
        List<Bar> histogram) {

    public NumberChange {
        histogram = List.copyOf(histogram);
    }

    /** How many numbers of each side are from {@code from} up to {@code to}. */
    public record Bar(double from, double to, long a, long b) {}
}
