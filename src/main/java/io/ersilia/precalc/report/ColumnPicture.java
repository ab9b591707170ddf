package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.Histogram.Bar;
import io.ersilia.precalc.words.Words;
import java.util.List;

/** One output column as a histogram, or as its most frequent texts. */
final class ColumnPicture {

    private static final int HEIGHT = 96;

    /** Up to this many single values, each has a label. */
    private static final int FEW_VALUES = 6;

    private static final double GAP = 0.08; // of a bar's width

    /** With more columns the counts of the bars are not written out for each. */
    private static final int COUNTED = 64;

    private ColumnPicture() {}

    static void write(Html html, ColumnStats column, int columns) {
        html.in(
                "figure",
                () -> {
                    html.line("figcaption", ColumnsSection.name(column), "class", "name");
                    Histogram histogram = Columns.histogram(column);
                    if (histogram != null && histogram.total() > 0) {
                        draw(html, column, histogram);
                    }
                    html.line("p", summary(column), "class", "muted");
                    if (!Columns.texts(column).isEmpty()) {
                        texts(html, column);
                    }
                    if (histogram != null && histogram.bars().size() > 1 && columns <= COUNTED) {
                        Details.write(html, "Counts", () -> counts(html, histogram));
                    }
                },
                "class",
                "picture");
    }

    private static void draw(Html html, ColumnStats column, Histogram histogram) {
        List<Bar> bars = histogram.bars();
        double highest = (double) histogram.highest();
        double width = 1.0 / bars.size();
        boolean values = bars.stream().allMatch(Bar::isOneValue);
        Chart.write(html, "Histogram: " + summary(column), HEIGHT + 20, chart -> {
            for (int i = 0; i < bars.size(); i++) {
                double height = HEIGHT * (double) bars.get(i).count() / highest;
                chart.bar("column", (i + GAP / 2) * width, (i + 1 - GAP / 2) * width, HEIGHT - height, height);
            }
            chart.level("axis", HEIGHT);
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
                        1, HEIGHT + 15, Words.number(bars.get(bars.size() - 1).to()));
            }
        });
    }

    private static String summary(ColumnStats column) {
        StringBuilder text = new StringBuilder();
        Distribution distribution = column.distribution();
        if (distribution != null) {
            text.append("%s%s: from %s to %s, median %s, half of them from %s to %s, mean %s, deviation %s; "
                    .formatted(
                            Words.many(column.numbers(), "number"),
                            distribution.exact() ? "" : " (quantiles are approximate)",
                            Words.number(distribution.min()),
                            Words.number(distribution.max()),
                            Words.number(distribution.quantile(0.5)),
                            Words.number(distribution.quantile(0.25)),
                            Words.number(distribution.quantile(0.75)),
                            Words.number(distribution.mean()),
                            Words.number(distribution.deviation())));
        }
        if (column.texts() > 0) {
            text.append(Words.many(column.texts(), "text")).append("; ");
        }
        if (column.outOfRange() > 0) {
            text.append(Words.many(column.outOfRange(), "number")).append(" too large or too small for the table; ");
        }
        text.append(
                column.empties() == 0
                        ? "none empty"
                        : "%s empty (%s)"
                                .formatted(
                                        Words.count(column.empties()), Words.percent(column.empties(), column.rows())));
        return text.toString();
    }

    private static void texts(Html html, ColumnStats column) {
        new Table("The most frequent texts", List.of(text("text"), number("rows"), number("share")))
                .write(
                        html,
                        Columns.texts(column).stream()
                                .map(one -> List.of(
                                        one.text(),
                                        Words.count(one.count()),
                                        Words.percent(one.count(), column.rows())))
                                .toList());
    }

    private static void counts(Html html, Histogram histogram) {
        new Table("Counts of the histogram", List.of(text("from"), number("to"), number("rows")))
                .write(
                        html,
                        histogram.bars().stream()
                                .map(bar -> List.of(
                                        Words.number(bar.from()), Words.number(bar.to()), Words.count(bar.count())))
                                .toList());
    }
}
