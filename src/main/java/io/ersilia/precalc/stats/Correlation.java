package io.ersilia.precalc.stats;

import org.jspecify.annotations.Nullable;

/** Pearson's correlation of pairs of numbers, in one pass. Not thread-safe. */
public final class Correlation {

    private long count;
    private double meanA;
    private double meanB;
    private double squaresA;
    private double squaresB;
    private double products;

    public void add(double a, double b) {
        count++;
        double fromA = a - meanA;
        double fromB = b - meanB;
        meanA += fromA / count;
        meanB += fromB / count;
        squaresA += fromA * (a - meanA);
        squaresB += fromB * (b - meanB);
        products += fromA * (b - meanB);
    }

    /** From -1 to 1; null if there are no two different numbers on either side. */
    public @Nullable Double value() {
        double spread = Math.sqrt(squaresA) * Math.sqrt(squaresB);
        return spread > 0 && Double.isFinite(spread) ? Math.max(-1, Math.min(1, products / spread)) : null;
    }
}
