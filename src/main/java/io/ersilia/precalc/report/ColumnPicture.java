package io.ersilia.precalc.report;

import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.Histogram.Bar;
import io.ersilia.precalc.stats.TextCount;
import io.ersilia.precalc.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One output column as a histogram, or as its most frequent texts. */
final class ColumnPicture {

    private static final int HEIGHT = 96;

    /** If a column has at most this many different values, each has a label. */
    private static final int FEW_VALUES = 6;

    private static final double GAP = 0.08; // of a bar's width

    /** If there are more columns, the counts of their bars are not written out. */
    private static final int COUNTED = 64;

    private ColumnPicture() {}

    static void write(Html html, ColumnStats column, ColumnFacts known, int columns) {
        html.in("figure.picture", () -> {
            html.line("figcaption.name", ColumnsSection.name(column));
            if (known.description() != null) {
                html.line("p", known.description());
            }
            Histogram histogram = Columns.histogram(column);
            if (histogram != null && histogram.total() > 0) {
                html.in("div.drawn", () -> draw(html, column, known, histogram));
            }
            html.in("dl.facts", () -> facts(column, known).forEach(html::pair));
            if (!Columns.texts(column).isEmpty()) {
                texts(html, column);
            }
            if (histogram != null && histogram.bars().size() > 1 && columns <= COUNTED) {
                html.folded("Counts", () -> counts(html, histogram));
            }
        });
    }

    private static void draw(Html html, ColumnStats column, ColumnFacts known, Histogram histogram) {
        List<Bar> bars = histogram.bars();
        double highest = (double) histogram.highest();
        double width = 1.0 / bars.size();
        boolean values = bars.stream().allMatch(Bar::isOneValue);
        Chart.write(html, "Histogram: " + facts(column, known), HEIGHT + 36, chart -> {
            for (int i = 0; i < bars.size(); i++) {
                chart.column(
                        "column",
                        (i + GAP / 2) * width,
                        (i + 1 - GAP / 2) * width,
                        HEIGHT,
                        bars.get(i).count() / highest);
            }
            chart.axes(HEIGHT, Words.count(histogram.highest()));
            chart.along(HEIGHT, "molecules");
            chart.label(
                    0.5,
                    HEIGHT + 32,
                    ColumnsSection.name(column) + (known.unit() == null ? "" : " (%s)".formatted(known.unit())));
            if (values && bars.size() <= FEW_VALUES) {
                for (int i = 0; i < bars.size(); i++) {
                    chart.label(
                            (i + 0.5) * width,
                            HEIGHT + 15,
                            Words.number(bars.get(i).from()));
                }
            } else {
                chart.label(0, HEIGHT + 15, Words.number(bars.get(0).from()));
                chart.label(
                        0.5,
                        HEIGHT + 15,
                        Words.number(
                                (bars.get(0).from() + bars.get(bars.size() - 1).to()) / 2));
                chart.label(
                        1, HEIGHT + 15, Words.number(bars.get(bars.size() - 1).to()));
            }
        });
    }

    /** Facts about the column by name, in the order shown. */
    private static Map<String, String> facts(ColumnStats column, ColumnFacts known) {
        Map<String, String> facts = new LinkedHashMap<>();
        Distribution distribution = column.distribution();
        if (distribution != null) {
            String about = distribution.exact() ? "" : "about ";
            facts.put("numbers", Words.count(column.numbers()));
            facts.put("range", range(distribution.min(), distribution.max()));
            facts.put("median", about + Words.number(distribution.quantile(0.5)));
            facts.put("middle half", about + range(distribution.quantile(0.25), distribution.quantile(0.75)));
            facts.put(
                    "mean ± deviation",
                    Words.number(distribution.mean()) + " ± " + Words.number(distribution.deviation()));
        }
        if (column.texts() > 0) {
            facts.put("texts", Words.count(column.texts()));
        }
        if (column.outOfRange() > 0) {
            facts.put("too large or small", Words.many(column.outOfRange(), "number") + " for the table");
        }
        facts.put(
                "empty",
                column.empties() == 0
                        ? "none"
                        : "%s (%s)"
                                .formatted(
                                        Words.count(column.empties()), Words.percent(column.empties(), column.rows())));
        if (known.type() != null) {
            facts.put("type", known.type().toString());
        }
        if (known.direction() != null) {
            facts.put("of interest", known.direction() + " values");
        }
        return facts;
    }

    private static String range(double from, double to) {
        return "%s to %s".formatted(Words.number(from), Words.number(to));
    }

    private static void texts(Html html, ColumnStats column) {
        new TableOf<TextCount>("The most frequent texts")
                .text("text", TextCount::text)
                .number("rows", one -> Words.count(one.count()))
                .number("share", one -> Words.percent(one.count(), column.rows()))
                .write(html, Columns.texts(column));
    }

    private static void counts(Html html, Histogram histogram) {
        new TableOf<Histogram.Bar>("Counts of the histogram")
                .text("from", bar -> Words.number(bar.from()))
                .number("to", bar -> Words.number(bar.to()))
                .number("rows", bar -> Words.count(bar.count()))
                .write(html, histogram.bars());
    }
}
