package io.ersilia.precalc.stats;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distribution of a column's numbers: every value if there are few distinct ones, otherwise a t-digest, whose points are
 * denser towards the smallest and the largest number.
 *
 * @param count the number of numbers; at least one
 * @param squares sum of the squared distances from the mean
 * @param exact whether every point is a value rather than a mean of neighbours
 * @param at the points in ascending order, from {@code min} to {@code max}
 * @param counts how many numbers each point stands for; {@code count} in total
 * @param values the positions, in ascending order, of points that are a single value because it is so frequent; empty if all
 *     points are values
 */
public record Distribution(
        long count,
        double min,
        double max,
        double mean,
        double squares,
        boolean exact,
        List<Double> at,
        List<Long> counts,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<Integer> values) {

    /** The maximum number of points that valid statistics can have. */
    private static final int MOST_POINTS = 256;

    public Distribution {
        at = List.copyOf(at);
        counts = List.copyOf(counts);
        values = List.copyOf(values);
        require(!at.isEmpty() && at.size() <= MOST_POINTS && at.size() == counts.size(), "as many points as counts");
        require(at.get(0) == min && at.get(at.size() - 1) == max, "points from the smallest to the largest number");
        long counted = 0;
        for (int i = 0; i < at.size(); i++) {
            require(Double.isFinite(at.get(i)) && (i == 0 || at.get(i - 1) < at.get(i)), "ascending points");
            require(counts.get(i) > 0, "counts above 0");
            counted += counts.get(i);
        }
        require(counted == count, "as many numbers as its points have");
        require(values.stream().sorted().distinct().toList().equals(values), "values by ascending position");
        require(mean >= min && mean <= max && squares >= 0 && Double.isFinite(squares), "a mean between its numbers");
    }

    /** The population standard deviation of the numbers. */
    public double deviation() {
        return Math.sqrt(squares / count);
    }

    /** Whether all numbers are equal. */
    @JsonIgnore
    public boolean isConstant() {
        return min == max;
    }

    /**
     * At most the given number of bars of equal width between the smallest and the largest number, or one bar per value if there
     * are no more values than bars. The counts are whole numbers and add up to {@link #count}.
     */
    public Histogram histogram(int bars) {
        return exact && at.size() <= bars ? barPerValue() : evenBars(bars);
    }

    private Histogram barPerValue() {
        return new Histogram(IntStream.range(0, at.size())
                .mapToObj(i -> new Histogram.Bar(at.get(i), at.get(i), counts.get(i)))
                .toList());
    }

    private Histogram evenBars(int bars) {
        List<Histogram.Bar> ranges = new ArrayList<>();
        double from = min;
        long below = 0;
        for (int i = 1; i <= bars; i++) {
            double to = i == bars ? max : min + (max - min) * i / bars;
            if (i < bars && to <= from) {
                continue; // adjacent numbers, with no other number in between
            }
            long belowTo = i == bars ? count : Math.round(below(to));
            ranges.add(new Histogram.Bar(from, to, belowTo - below));
            from = to;
            below = belowTo;
        }
        return new Histogram(ranges);
    }

    /**
     * The number that this share of the numbers does not exceed; exact if the values are.
     *
     * @param q from 0 (the smallest) through 0.5 (the median) to 1 (the largest)
     */
    public double quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("no quantile %s, expected 0 to 1".formatted(q));
        }
        double wanted = q * count;
        double seen = 0;
        for (int i = 0; i < at.size(); i++) {
            double before = before(i);
            if (before > 0 && seen + before >= wanted) {
                return at.get(i - 1) + (at.get(i) - at.get(i - 1)) * (wanted - seen) / before;
            }
            seen += before + onPoint(i);
            if (seen >= wanted) {
                return at.get(i);
            }
        }
        return max;
    }

    /** The share of the numbers that are smaller, 0 to 1; exact if the values are, else within the digest's bound. */
    public double shareBelow(double number) {
        return number > max ? 1 : Math.max(0, Math.min(1, below(number) / count));
    }

    /** Roughly how many numbers are smaller. */
    private double below(double number) {
        double below = 0;
        for (int i = 0; i < at.size(); i++) {
            double before = before(i);
            if (at.get(i) >= number) {
                return i == 0 ? 0 : below + before * (number - at.get(i - 1)) / (at.get(i) - at.get(i - 1));
            }
            below += before + onPoint(i);
        }
        return count;
    }

    /** Roughly how many numbers are between the point and the previous one: half of each point that is not a value. */
    private double before(int point) {
        return point == 0 ? 0 : (counts.get(point - 1) - onPoint(point - 1) + counts.get(point) - onPoint(point)) / 2.0;
    }

    private long onPoint(int point) {
        return isValue(point) ? counts.get(point) : 0;
    }

    boolean isValue(int point) {
        return exact || counts.get(point) == 1 || Collections.binarySearch(values, point) >= 0;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("no distribution of numbers, expected " + what);
        }
    }
}
