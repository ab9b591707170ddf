package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.pipeline.diff.ColumnChange;
import io.ersilia.precalc.pipeline.diff.NumberChange;
import io.ersilia.precalc.pipeline.diff.NumberChange.Bar;
import io.ersilia.precalc.stats.Categories.Swap;
import io.ersilia.precalc.stats.Drift;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How a column changed: the distributions of both runs over each other, or which category became which. */
final class DiffPicture {

    static final String MISSING = "(missing)";

    private static final int HEIGHT = 96;
    private static final double MIDDLE = 0.5; // where B's bar begins, as a share of the bar
    private static final int DIGITS = 6;

    private DiffPicture() {}

    static void write(Html html, ColumnChange column) {
        html.in("figure.picture", () -> {
            html.line("figcaption.name", Words.cut(column.column(), ColumnsSection.LONGEST_NAME));
            NumberChange numbers = column.numbers();
            if (numbers != null) {
                html.in("div.drawn", () -> draw(html, column, numbers.histogram()));
            }
            html.in("dl.facts", () -> facts(column).forEach(html::pair));
            List<Swap> swaps = column.categories();
            if (swaps != null && swaps.size() > 1) {
                confusion(html, swaps);
            }
        });
    }

    private static void draw(Html html, ColumnChange column, List<Bar> bars) {
        double highest = Math.max(
                1,
                bars.stream().mapToLong(bar -> Math.max(bar.a(), bar.b())).max().orElse(1));
        double width = 1.0 / bars.size();
        Chart.write(html, "Histogram of A and B: " + facts(column), HEIGHT + 20, chart -> {
            for (int i = 0; i < bars.size(); i++) {
                chart.column(
                        "predict",
                        i * width,
                        (i + MIDDLE) * width,
                        HEIGHT,
                        bars.get(i).a() / highest);
                chart.column(
                        "serve",
                        (i + MIDDLE) * width,
                        (i + 1) * width,
                        HEIGHT,
                        bars.get(i).b() / highest);
            }
            chart.axes(HEIGHT, Words.count((long) highest));
            chart.along(HEIGHT, "molecules");
            chart.label(0, HEIGHT + 15, Words.number(bars.get(0).from()));
            chart.label(1, HEIGHT + 15, Words.number(bars.get(bars.size() - 1).to()));
        });
    }

    /** Facts about the column by name, in the order shown. */
    static Map<String, String> facts(ColumnChange column) {
        Map<String, String> facts = new LinkedHashMap<>();
        ColumnChange.Cells cells = column.cells();
        facts.put("equal", Words.count(cells.equal()));
        facts.put("within the tolerance", Words.count(cells.within()));
        facts.put("changed", Words.count(cells.changed()));
        if (cells.missingInA() + cells.missingInB() > 0) {
            facts.put(
                    "missing", Words.count(cells.missingInA()) + " in A, " + Words.count(cells.missingInB()) + " in B");
        }
        if (column.numbers() != null) {
            facts.putAll(facts(column.numbers()));
        }
        return facts;
    }

    private static Map<String, String> facts(NumberChange numbers) {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, Double> quantiles = numbers.quantiles();
        if (!quantiles.isEmpty()) {
            facts.put("change", range(quantiles, "min", "max"));
            facts.put("middle half of changes", range(quantiles, "p25", "p75"));
            facts.put("median change", Words.number(quantiles.getOrDefault("median", 0.0)));
        }
        if (numbers.pearson() != null) {
            facts.put("correlation", Words.number(numbers.pearson(), DIGITS));
        }
        Drift drift = numbers.drift();
        if (drift != null) {
            String about = drift.error() == 0 ? "" : "about ";
            facts.put("Kolmogorov–Smirnov distance", about + Words.number(drift.kolmogorovSmirnov()));
            facts.put("Wasserstein distance", about + Words.number(drift.wasserstein()));
        }
        return facts;
    }

    private static String range(Map<String, Double> quantiles, String from, String to) {
        return "%s to %s"
                .formatted(
                        Words.number(quantiles.getOrDefault(from, 0.0)), Words.number(quantiles.getOrDefault(to, 0.0)));
    }

    /** A row for each value of A, a column for each of B. */
    private static void confusion(Html html, List<Swap> swaps) {
        TreeSet<String> after = new TreeSet<>(swaps.stream().map(Swap::b).toList());
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        swaps.forEach(swap ->
                counts.computeIfAbsent(swap.a(), a -> new LinkedHashMap<>()).put(swap.b(), swap.molecules()));
        new Table(
                        "Which value of A became which of B",
                        Stream.concat(Stream.of(text("A")), after.stream().map(value -> number("B: " + name(value))))
                                .toList())
                .write(
                        html,
                        counts.entrySet().stream()
                                .map(row -> {
                                    List<String> cells = new ArrayList<>(List.of(name(row.getKey())));
                                    after.forEach(b ->
                                            cells.add(Words.count(row.getValue().getOrDefault(b, 0L))));
                                    return cells;
                                })
                                .toList());
    }

    private static String name(String value) {
        return value.isEmpty() ? MISSING : Words.cut(value, ColumnsSection.LONGEST_NAME);
    }
}
