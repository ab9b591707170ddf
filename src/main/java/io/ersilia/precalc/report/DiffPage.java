package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.pipeline.diff.ColumnChange;
import io.ersilia.precalc.pipeline.diff.ColumnChange.Mover;
import io.ersilia.precalc.pipeline.diff.Coverage;
import io.ersilia.precalc.pipeline.diff.Difference;
import io.ersilia.precalc.pipeline.diff.Difference.Side;
import io.ersilia.precalc.pipeline.diff.Tolerance;
import io.ersilia.precalc.words.Words;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How two runs differ, as one page like the report of a run. */
public final class DiffPage {

    /** Most columns drawn; of a wide model, those in which most values changed. */
    private static final int MOST_DRAWN = 24;

    private static final String NONE = "";

    private DiffPage() {}

    /**
     * Makes the page.
     *
     * @param version version of this program
     * @param made when the page is made
     */
    public static String of(Difference difference, String version, Instant made) {
        List<ColumnChange> drawn = difference.mostChanged(MOST_DRAWN);
        List<Page.Part> parts = List.of(
                new Page.Part("summary", "Summary", html -> summary(html, difference)),
                new Page.Part("columns", "Values", html -> columns(html, difference, drawn)),
                new Page.Part("movers", "Molecules that changed most", html -> movers(html, drawn)),
                new Page.Part("account", "Which molecules", html -> coverage(html, difference)));
        return new Page(
                        "%s: %s".formatted(difference.model(), difference.names()),
                        html -> header(html, difference),
                        List.of(new Page.Group("Comparison", parts)),
                        "%s · as of %s".formatted(version, Words.time(made)))
                .html();
    }

    private static void header(Html html, Difference difference) {
        html.in("h1", () -> html.text(difference.model() + " ").line("span", difference.names()));
        html.line("p.muted", "A is %s, B is %s".formatted(side(difference.a()), side(difference.b())));
    }

    private static String side(Side side) {
        return side.name() + (side.modelVersion() == null ? "" : " of version " + side.modelVersion());
    }

    private static void summary(Html html, Difference difference) {
        html.in(
                difference.isDifferent() ? "p.verdict.bad" : "p.verdict.good",
                () -> html.line("strong", difference.isDifferent() ? "Different:" : "Equal:")
                        .text(" " + difference.findings() + "."));
        html.in("dl.figures", () -> {
            html.pair("molecules in both", Words.count(difference.coverage().both()));
            html.pair("in one of them", Words.count(difference.coverage().differing()));
            html.pair("columns", Words.count(difference.columns().size()));
            html.pair("changed values", Words.count(difference.valuesBeyond()));
        });
        html.line("p", said(difference.tolerance()));
    }

    private static String said(Tolerance tolerance) {
        return tolerance.isNone()
                ? "Values are equal if every digit is."
                : "Numbers count as changed if they differ by more than %s and by more than %s of the larger one."
                        .formatted(
                                tolerance.absolute().toPlainString(),
                                Words.percent(tolerance.relative().doubleValue()));
    }

    private static void columns(Html html, Difference difference, List<ColumnChange> drawn) {
        int all = difference.columns().size();
        String which = "; drawn are the %d of %s columns in which most values changed"
                .formatted(drawn.size(), Words.count(all));
        html.line("p", "Among the molecules that both predict%s.".formatted(drawn.size() < all ? which : ""));
        html.in("p.legend", () -> {
            html.in("span", () -> html.line("i.predict", "").text("A"));
            html.in("span", () -> html.line("i.serve", "").text("B"));
        });
        html.in(
                drawn.size() == 1 ? "div.pictures.one" : "div.pictures",
                () -> drawn.forEach(column -> DiffPicture.write(html, column)));
        if (difference.columns().size() > 1) {
            html.folded("Every column in numbers", () -> all(html, difference.columns()));
        }
    }

    private static void all(Html html, List<ColumnChange> columns) {
        new TableOf<ColumnChange>("Every output column, in the model's order")
                .text("column", column -> Words.cut(column.column(), ColumnsSection.LONGEST_NAME))
                .number("equal", column -> Words.count(column.cells().equal()))
                .number(
                        "within the tolerance",
                        column -> Words.count(column.cells().within()))
                .number("changed", column -> Words.count(column.cells().changed()))
                .number("missing in A", column -> Words.count(column.cells().missingInA()))
                .number("missing in B", column -> Words.count(column.cells().missingInB()))
                .number("correlation", column -> fact(column, "correlation"))
                .number("Kolmogorov–Smirnov", column -> fact(column, "Kolmogorov–Smirnov distance"))
                .number("Wasserstein", column -> fact(column, "Wasserstein distance"))
                .write(html, columns);
    }

    private static String fact(ColumnChange column, String name) {
        return DiffPicture.facts(column).getOrDefault(name, NONE);
    }

    private static void movers(Html html, List<ColumnChange> drawn) {
        if (drawn.stream().allMatch(column -> column.movers().isEmpty())) {
            html.line("p", "No value differs.");
        }
        for (ColumnChange column : drawn) {
            if (!column.movers().isEmpty()) {
                new TableOf<Mover>(Words.cut(column.column(), ColumnsSection.LONGEST_NAME))
                        .text("key", Mover::key)
                        .structure("structure", Mover::smiles)
                        .text("SMILES", Mover::smiles)
                        .number("A", mover -> Objects.requireNonNullElse(mover.a(), DiffPicture.MISSING))
                        .number("B", mover -> Objects.requireNonNullElse(mover.b(), DiffPicture.MISSING))
                        .number("change", mover -> mover.change() == null ? NONE : Words.number(mover.change()))
                        .write(html, column.movers());
            }
        }
    }

    private static void coverage(Html html, Difference difference) {
        Coverage coverage = difference.coverage();
        new Table("Every molecule that occurs, by its key", List.of(text("molecules"), number("count")))
                .write(
                        html,
                        List.of(
                                List.of("predicted by both", Words.count(coverage.both())),
                                List.of("only in A", Words.count(coverage.onlyA(), "not asked")),
                                List.of("only in B", Words.count(coverage.onlyB(), "not asked")),
                                List.of("predicted by B, rejected in A", Words.count(coverage.rejectedInA())),
                                List.of("predicted by A, rejected in B", Words.count(coverage.rejectedInB())),
                                List.of("predicted by none, rejected", Words.count(coverage.neither()))));
        notAsked(html, coverage.onlyA());
        notAsked(html, coverage.onlyB());
        if (difference.tolerance().coverage()) {
            html.line("p.muted", "Molecules that only one of them predicts count as no difference.");
        }
    }

    private static void notAsked(Html html, @Nullable Long count) {
        if (count == null) {
            html.line("p.muted", "A table is asked only for the molecules of the run.");
        }
    }
}
