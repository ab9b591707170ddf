package io.ersilia.precalc.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The range of each numeric column in a random model's answers to a few molecules, each asked alone at first.
 * Thread-safe.
 */
final class Ranges {

    /** A range is taken to extend by this many of its widths further on either side. */
    private static final double WIDENED = 1;

    /** An answer further off than this many widths is outside the range, whatever molecule it belongs to. */
    private static final double FAR = 4;

    private final Map<String, List<Range>> ranges = new HashMap<>();

    /** From the smallest to the largest number seen; empty if there was none, and then nothing counts as outside. */
    private record Range(double from, double to) {

        static final Range NOTHING = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        Range with(String cell) {
            double number = Likeness.number(cell);
            return Double.isFinite(number) ? new Range(Math.min(from, number), Math.max(to, number)) : this;
        }

        Range with(Range other) {
            return new Range(Math.min(from, other.from), Math.max(to, other.to));
        }

        boolean isWithin(String cell, double times) {
            double number = Likeness.number(cell);
            if (from > to || !Double.isFinite(number)) {
                return true;
            }
            double width = to - from + Likeness.RELATIVE * Math.max(Math.abs(from), Math.abs(to));
            return number >= from - times * width && number <= to + times * width;
        }
    }

    synchronized Set<String> molecules() {
        return Set.copyOf(ranges.keySet());
    }

    /** Widens the molecule's ranges to include the answer. */
    synchronized void learn(String smiles, List<String> cells) {
        List<Range> known = ranges.get(smiles);
        List<Range> wider = new ArrayList<>();
        for (int column = 0; column < cells.size(); column++) {
            wider.add((known == null ? Range.NOTHING : known.get(column)).with(cells.get(column)));
        }
        ranges.put(smiles, wider);
    }

    /** Merges the other's ranges into these, including molecules that only the other knows. */
    synchronized void widen(Ranges other) {
        other.copy().forEach((smiles, more) -> ranges.merge(smiles, more, Ranges::both));
    }

    private synchronized Map<String, List<Range>> copy() {
        return Map.copyOf(ranges);
    }

    private static List<Range> both(List<Range> ones, List<Range> others) {
        List<Range> both = new ArrayList<>();
        for (int column = 0; column < ones.size(); column++) {
            both.add(ones.get(column).with(others.get(column)));
        }
        return both;
    }

    /**
     * Whether the answer must be another molecule's: some of it is outside this molecule's ranges, and either all of it is
     * inside another's, or most of it is far off.
     */
    synchronized boolean isMisplaced(String smiles, List<String> cells) {
        List<Range> own = ranges.get(smiles);
        if (own == null || outside(own, cells, WIDENED) == 0) {
            return false;
        }
        return 2 * outside(own, cells, FAR) > cells.size()
                || ranges.entrySet().stream()
                        .anyMatch(other ->
                                !other.getKey().equals(smiles) && outside(other.getValue(), cells, WIDENED) == 0);
    }

    private static int outside(List<Range> ranges, List<String> cells, double times) {
        int outside = 0;
        for (int column = 0; column < cells.size(); column++) {
            outside += ranges.get(column).isWithin(cells.get(column), times) ? 0 : 1;
        }
        return outside;
    }
}
