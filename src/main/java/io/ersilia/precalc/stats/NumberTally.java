package io.ersilia.precalc.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Counts the numbers of a column: each value while there are few distinct ones, otherwise with a sketch. */
final class NumberTally {

    private final Detail detail;
    private final double[] values;
    private final long[] counts;
    private int different;
    private @Nullable Sketch sketch;
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    NumberTally(Detail detail) {
        this.detail = detail;
        this.values = new double[detail.values()];
        this.counts = new long[detail.values()];
    }

    void add(double number) {
        count++;
        min = Math.min(min, number);
        max = Math.max(max, number);
        double distance = number - mean;
        mean += distance / count;
        squares += distance * (number - mean);
        place(number, 1);
    }

    void add(Distribution other) {
        double distance = other.mean() - mean;
        long together = count + other.count();
        mean += distance * other.count() / together;
        squares += other.squares() + distance * distance * count * other.count() / together;
        count = together;
        min = Math.min(min, other.min());
        max = Math.max(max, other.max());
        for (int i = 0; i < other.at().size(); i++) {
            if (other.exact()) {
                place(other.at().get(i), other.counts().get(i));
            } else if (other.isValue(i)) {
                sketch().addSame(other.at().get(i), other.counts().get(i));
            } else {
                sketch().addAround(other.at().get(i), other.counts().get(i));
            }
        }
    }

    /** Null if there are no numbers. */
    @Nullable
    Distribution distribution() {
        if (count == 0) {
            return null;
        }
        Sketch.Points points = sketch == null ? values() : sketch.points();
        double within = Math.max(min, Math.min(max, mean)); // the last digit may be off
        double distances = min == max ? 0 : squares;
        return new Distribution(
                count, min, max, within, distances, sketch == null, points.at(), points.counts(), points.values());
    }

    private void place(double number, long times) {
        if (sketch != null) {
            sketch.addSame(number, times);
            return;
        }
        for (int i = 0; i < different; i++) {
            if (values[i] == number) {
                counts[i] += times;
                return;
            }
        }
        if (different == values.length) {
            sketch().addSame(number, times);
            return;
        }
        values[different] = number;
        counts[different++] = times;
    }

    /** Switches to the sketch; values are no longer counted individually. */
    private Sketch sketch() {
        Sketch begun = sketch;
        if (begun == null) {
            begun = new Sketch(detail.compression());
            for (int i = 0; i < different; i++) {
                begun.addSame(values[i], counts[i]);
            }
            sketch = begun;
        }
        return begun;
    }

    private Sketch.Points values() {
        List<Double> at = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        IntStream.range(0, different)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .forEach(i -> {
                    at.add(values[i]);
                    times.add(counts[i]);
                });
        return new Sketch.Points(at, times, List.of());
    }
}
