package io.ersilia.precalc.stats;

import com.tdunning.math.stats.Centroid;
import com.tdunning.math.stats.MergingDigest;
import com.tdunning.math.stats.ScaleFunction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** The distribution of very many numbers in bounded memory: a t-digest. */
final class Sketch {

    /** The number of digits written for a point beyond the one that distinguishes it from its neighbours. */
    private static final int SPARE_DIGITS = 2;

    /** The digest puts at most pi / compression of all numbers on one point, unless they are equal. */
    private static final double SAME_NUMBERS = 4;

    private final int compression;
    private final MergingDigest digest;

    /** @param compression roughly the maximum number of points */
    Sketch(int compression) {
        this.compression = compression;
        this.digest = new MergingDigest(compression);
        digest.setScaleFunction(ScaleFunction.K_1); // a histogram needs the middle as much as the ends
    }

    /** The digest assumes that its extremes occur only once, so equal numbers are added as first, middle and last. */
    void addSame(double number, long count) {
        digest.add(number);
        if (count > 1) {
            addAround(number, count - 2);
            digest.add(number);
        }
    }

    /** Adds the given number of values with this mean. */
    void addAround(double mean, long count) {
        for (long left = count; left > 0; left -= Integer.MAX_VALUE) {
            digest.add(mean, (int) Math.min(left, Integer.MAX_VALUE));
        }
    }

    /** The distinct points, from the smallest to the largest number. */
    Points points() {
        digest.compress();
        List<Double> at = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (Centroid centroid : digest.centroids()) {
            int last = at.size() - 1;
            double mean =
                    Math.min(digest.getMax(), centroid.mean()); // sums of equal numbers can exceed it in the last digit
            boolean again = last >= 0 && at.get(last) >= mean;
            if (again) {
                counts.set(last, counts.get(last) + centroid.count());
            } else {
                at.add(Math.max(digest.getMin(), mean));
                counts.add((long) centroid.count());
            }
            boolean known = !values.isEmpty() && values.get(values.size() - 1) == at.size() - 1;
            if (!known && (again || centroid.count() > SAME_NUMBERS / compression * digest.size())) {
                values.add(at.size() - 1);
            }
        }
        return new Points(shortened(at, values), counts, values);
    }

    /** More digits than distinguish a point from its neighbours mean nothing, because it is only close to the numbers it stands for. */
    private static List<Double> shortened(List<Double> at, List<Integer> values) {
        List<Double> shorter = new ArrayList<>(at);
        for (int i = 1; i < at.size() - 1; i++) {
            if (!values.contains(i)) {
                double gap = Math.min(at.get(i) - at.get(i - 1), at.get(i + 1) - at.get(i));
                int scale = SPARE_DIGITS - (int) Math.floor(Math.log10(gap));
                BigDecimal point = BigDecimal.valueOf(at.get(i)).setScale(scale, RoundingMode.HALF_EVEN);
                shorter.set(i, point.doubleValue());
            }
        }
        return shorter;
    }

    /**
     * The points in ascending order, how many numbers each stands for, and the positions of those points that are a single,
     * frequent value.
     */
    record Points(List<Double> at, List<Long> counts, List<Integer> values) {}
}
