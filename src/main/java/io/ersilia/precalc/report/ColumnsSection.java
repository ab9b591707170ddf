package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;

import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.words.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How the values of each output column are distributed. */
final class ColumnsSection {

    private static final int WORST = 20;
    static final int LONGEST_NAME = 60;
    private static final int SHARES = 20;
    private static final int SHARES_HEIGHT = 90;

    private ColumnsSection() {}

    static void write(Html html, Report report) {
        Columns columns = report.columns();
        List<ColumnStats> all = columns.stats().columns();
        if (all.isEmpty()) {
            html.line("p", "Nothing is known of the output columns: no partition has predictions with statistics.");
            without(html, columns);
            return;
        }
        html.line(
                "p",
                "%s of %s%s."
                        .formatted(
                                Words.many(all.size(), "output column"),
                                Words.many(columns.stats().rows(), "prediction"),
                                columns.isWide()
                                        ? "; drawn are the %d that vary most, the most varied first"
                                                .formatted(columns.drawn().size())
                                        : ""));
        Stream.of(columns.facts().description(), columns.facts().interpretation())
                .filter(Objects::nonNull)
                .forEach(said -> html.line("p", String.valueOf(said)));
        without(html, columns);
        html.in(
                columns.drawn().size() == 1 ? "div.pictures.one" : "div.pictures",
                () -> columns.drawn()
                        .forEach(column -> ColumnPicture.write(html, column, columns.facts(column), all.size())));
        if (columns.isWide()) {
            empties(html, all);
        }
        if (all.size() > 1) {
            html.folded("Every column in numbers", () -> all(html, all));
        }
    }

    private static void without(Html html, Columns columns) {
        if (!columns.stats().without().isEmpty()) {
            html.line(
                    "p.muted",
                    "Not included, because they have no statistics: the partitions of worker %s."
                            .formatted(Words.ranges(columns.stats().without())));
        }
    }

    /** How many columns are empty to which degree, and which are the emptiest. */
    private static void empties(Html html, List<ColumnStats> all) {
        html.line("h3", "Empty values");
        int[] counts = new int[SHARES + 1]; // first no empty values, then steps of a twentieth, rounded up
        all.forEach(column -> counts[(int) Math.ceil(column.shareOfEmpties() * SHARES)]++);
        int highest = Math.max(1, IntStream.of(counts).max().orElse(1));
        Chart.plot(html, "Number of columns by their share of empty values", () -> {
            String name = "%s without an empty value, %s with no value at all"
                    .formatted(
                            Words.many(counts[0], "column"),
                            Words.many(
                                    all.stream()
                                            .filter(one -> one.rows() > 0 && one.empties() == one.rows())
                                            .count(),
                                    "column"));
            Chart.write(html, name, SHARES_HEIGHT + 20, chart -> {
                for (int i = 0; i <= SHARES; i++) {
                    chart.column(
                            "column",
                            (double) i / (SHARES + 1),
                            (i + 0.9) / (SHARES + 1),
                            SHARES_HEIGHT,
                            (double) counts[i] / highest);
                }
                chart.axes(SHARES_HEIGHT, Words.count(highest));
                chart.label(0, SHARES_HEIGHT + 15, "none");
                chart.label(0.5, SHARES_HEIGHT + 15, "half");
                chart.label(1, SHARES_HEIGHT + 15, "all");
            });
        });
        List<ColumnStats> worst = all.stream()
                .filter(column -> column.empties() > 0)
                .sorted(Comparator.comparing(ColumnStats::shareOfEmpties).reversed())
                .limit(WORST)
                .toList();
        if (worst.isEmpty()) {
            html.line("p", "No column has an empty value.");
            return;
        }
        new TableOf<ColumnStats>("The columns with the most empty values")
                .text("column", ColumnsSection::name)
                .number("empty", column -> Words.count(column.empties()))
                .number("share", column -> Words.percent(column.empties(), column.rows()))
                .number("numbers", column -> Words.count(column.numbers()))
                .number("texts", column -> Words.count(column.texts()))
                .write(html, worst);
    }

    private static void all(Html html, List<ColumnStats> columns) {
        new TableOf<ColumnStats>("Every output column, in the model's order")
                .text("column", ColumnsSection::name)
                .number("numbers", column -> Words.count(column.numbers()))
                .number("texts", column -> Words.count(column.texts()))
                .number("empty", column -> Words.percent(column.empties(), column.rows()))
                .number("min", column -> number(column, Distribution::min))
                .number("median", column -> number(column, distribution -> distribution.quantile(0.5)))
                .number("max", column -> number(column, Distribution::max))
                .number("mean", column -> number(column, Distribution::mean))
                .number("deviation", column -> number(column, Distribution::deviation))
                .write(html, columns);
    }

    private static String number(ColumnStats column, ToDoubleFunction<Distribution> which) {
        Distribution numbers = column.distribution();
        return numbers == null ? "" : Words.number(which.applyAsDouble(numbers));
    }

    static String name(ColumnStats column) {
        return Words.cut(column.column(), LONGEST_NAME);
    }
}
