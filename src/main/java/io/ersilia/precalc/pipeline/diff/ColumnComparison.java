package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.pipeline.diff.ColumnChange.Mover;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Value.Kind;
import io.ersilia.precalc.run.CellGrammar;
import io.ersilia.precalc.stats.Categories;
import io.ersilia.precalc.stats.Correlation;
import io.ersilia.precalc.stats.Drift;
import io.ersilia.precalc.stats.Numbers;
import io.ersilia.precalc.stats.Quantiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Compares a column's values, one molecule after the other. */
final class ColumnComparison {

    private static final int BARS = 24;

    /** A difference above this share of the larger number is exact enough as a double; a smaller one is computed in decimals. */
    private static final double CLOSE = 1e-6;

    private static final Map<String, Double> QUANTILES = quantiles();

    private final String name;
    private final Tolerance tolerance;
    private final Numbers a;
    private final Numbers b;
    private final Numbers changes;
    private final Correlation correlation = new Correlation();
    private final Categories categories = new Categories();
    private final Movers movers = new Movers();
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private long equal;
    private long within;
    private long changed;
    private long missingInA;
    private long missingInB;

    /**
     * @param a takes the numbers of A
     * @param b takes the numbers of B
     * @param changes takes the differences of the numbers
     */
    ColumnComparison(String name, Tolerance tolerance, Numbers a, Numbers b, Numbers changes) {
        this.name = name;
        this.tolerance = tolerance;
        this.a = a;
        this.b = b;
        this.changes = changes;
    }

    private static Map<String, Double> quantiles() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("min", 0.0);
        shares.put("p01", 0.01);
        shares.put("p05", 0.05);
        shares.put("p25", 0.25);
        shares.put("median", 0.5);
        shares.put("p75", 0.75);
        shares.put("p95", 0.95);
        shares.put("p99", 0.99);
        shares.put("max", 1.0);
        return shares;
    }

    void add(String key, String smiles, Value before, Value after) throws IOException {
        double numberA = number(a, before);
        double numberB = number(b, after);
        if (isFraction(before) || isFraction(after)) {
            categories.giveUp();
        } else {
            categories.add(before.text(), after.text());
        }
        boolean areNumbers = before.kind() == Kind.NUMBER && after.kind() == Kind.NUMBER;
        boolean areSame = before.equals(after);
        if (areNumbers) {
            correlation.add(numberA, numberB);
            double change = areSame ? 0 : change(before, numberA, after, numberB);
            changes.add(change);
            if (!areSame) {
                movers.add(key, smiles, before.text(), after.text(), change);
            }
        } else if (!areSame) {
            movers.add(key, smiles, text(before), text(after), null);
        }
        if (areSame) {
            equal++;
        } else if (before.kind() == Kind.MISSING) {
            missingInA++;
        } else if (after.kind() == Kind.MISSING) {
            missingInB++;
        } else if (areNumbers && tolerance.allows(before.text(), numberA, after.text(), numberB)) {
            within++;
        } else {
            changed++;
        }
    }

    private double number(Numbers side, Value value) throws IOException {
        if (value.kind() != Kind.NUMBER) {
            return Double.NaN;
        }
        double number = CellGrammar.number(value.text());
        side.add(number);
        smallest = Math.min(smallest, number);
        largest = Math.max(largest, number);
        return number;
    }

    /** A category may be a number, but only a whole one. */
    private static boolean isFraction(Value value) {
        return value.kind() == Kind.NUMBER && value.text().indexOf('.') >= 0;
    }

    private static @Nullable String text(Value value) {
        return value.kind() == Kind.MISSING ? null : value.text();
    }

    private static double change(Value before, double a, Value after, double b) {
        double change = b - a;
        return Math.abs(change) > CLOSE * Math.max(Math.abs(a), Math.abs(b))
                ? change
                : new BigDecimal(after.text())
                        .subtract(new BigDecimal(before.text()))
                        .doubleValue();
    }

    ColumnChange change() throws IOException {
        return new ColumnChange(
                name,
                new ColumnChange.Cells(equal, within, changed, missingInA, missingInB),
                a.count() + b.count() == 0 ? null : numbers(),
                categories.swaps(),
                movers.furthestFirst());
    }

    private NumberChange numbers() throws IOException {
        Map<String, Double> found = new LinkedHashMap<>();
        List<Double> values = Quantiles.of(changes, List.copyOf(QUANTILES.values()));
        List<String> names = List.copyOf(QUANTILES.keySet());
        for (int i = 0; i < values.size(); i++) {
            found.put(names.get(i), values.get(i));
        }
        return new NumberChange(
                changes.count(),
                found,
                correlation.value(),
                a.count() == 0 || b.count() == 0 ? null : Drift.between(a, b),
                histogram());
    }

    private List<NumberChange.Bar> histogram() throws IOException {
        int bars = smallest == largest ? 1 : BARS;
        double[] limits = new double[bars + 1];
        for (int i = 0; i <= bars; i++) {
            limits[i] = i == bars ? largest : smallest + (largest - smallest) * i / bars;
        }
        long[] ofA = a.counts(limits);
        long[] ofB = b.counts(limits);
        List<NumberChange.Bar> all = new ArrayList<>();
        for (int i = 0; i < bars; i++) {
            all.add(new NumberChange.Bar(limits[i], limits[i + 1], ofA[i], ofB[i]));
        }
        return all;
    }

    /** Keeps the molecules whose value changed most; among equals, the first ones. */
    private static final class Movers {

        static final int MOST = 20;

        /** A mover and how far it moved; 0 if that is not a distance. */
        private record Ranked(Mover mover, double distance, long order) {}

        private static final Comparator<Ranked> SMALLEST_FIRST =
                Comparator.comparingDouble(Ranked::distance).thenComparing(Ranked::order, Comparator.reverseOrder());

        private final PriorityQueue<Ranked> kept = new PriorityQueue<>(SMALLEST_FIRST);
        private long seen;

        /** @param change of numbers; null for other values */
        void add(String key, String smiles, @Nullable String a, @Nullable String b, @Nullable Double change) {
            double distance = change == null ? 0 : Math.abs(change);
            seen++;
            if (kept.size() < MOST || kept.element().distance() < distance) {
                kept.add(new Ranked(new Mover(key, smiles, a, b, change), distance, seen));
                if (kept.size() > MOST) {
                    kept.remove();
                }
            }
        }

        /** The furthest first. */
        List<Mover> furthestFirst() {
            List<Ranked> sorted = new ArrayList<>(kept);
            sorted.sort(SMALLEST_FIRST.reversed());
            return sorted.stream().map(Ranked::mover).toList();
        }
    }
}
