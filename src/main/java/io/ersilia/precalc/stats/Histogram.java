package io.ersilia.precalc.stats;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** A histogram of a column's numbers: bars from the smallest to the largest number, without gaps between ranges. */
public record Histogram(List<Bar> bars) {

    public Histogram {
        bars = List.copyOf(bars);
    }

    /** The total of all bars: exactly the count of the column's numbers. */
    public long total() {
        return bars.stream().mapToLong(Bar::count).sum();
    }

    /** The count of the highest bar; 0 if there are no bars. */
    public long highest() {
        return bars.stream().mapToLong(Bar::count).max().orElse(0);
    }

    /**
     * The numbers in {@code [from, to)}, in the last bar including {@code to}. If {@code from} equals {@code to}, the bar stands
     * for that single value.
     */
    public record Bar(double from, double to, long count) {

        public Bar {
            if (!Double.isFinite(from) || !Double.isFinite(to) || to < from || count < 0) {
                throw new IllegalArgumentException("no bar of %d from %s to %s".formatted(count, from, to));
            }
        }

        /** Whether the bar stands for a single value rather than a range. */
        @JsonIgnore
        public boolean isOneValue() {
            return from == to;
        }
    }
}
