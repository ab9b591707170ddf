package io.ersilia.precalc.stats;

import java.util.List;

/** How many numbers of a column lie where: bars from the smallest to the largest number, without gaps between ranges. */
public record Histogram(List<Bar> bars) {

    public Histogram {
        bars = List.copyOf(bars);
    }

    /** How many numbers all bars have together: exactly those of the column. */
    public long total() {
        return bars.stream().mapToLong(Bar::count).sum();
    }

    /** The count of the highest bar; 0 without bars. */
    public long highest() {
        return bars.stream().mapToLong(Bar::count).max().orElse(0);
    }

    /**
     * The numbers in {@code [from, to)}, in the last bar those at {@code to} as well. Where {@code from} equals {@code to}
     * the bar stands for that single value.
     */
    public record Bar(double from, double to, long count) {

        public Bar {
            if (!Double.isFinite(from) || !Double.isFinite(to) || to < from || count < 0) {
                throw new IllegalArgumentException("no bar of %d from %s to %s".formatted(count, from, to));
            }
        }

        /** Whether the bar stands for one value and not for a range. */
        public boolean isOneValue() {
            return from == to;
        }
    }
}
