package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.words.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rows have no prediction, and why. */
final class RejectsSection {

    private static final int LONGEST_INPUT = 80;

    private RejectsSection() {}

    static void write(Html html, Report report) {
        if (report.rejects().isEmpty()) {
            html.line("p", "No row was rejected.");
            return;
        }
        Long in = report.rowsIn();
        html.line(
                "p",
                "These rows have no prediction. This command lists all of them, with the library's other columns:");
        html.line("pre.command", report.subject().rejectsCommand(), "tabindex", "0");
        html.in("div.beside", () -> tables(html, report, in));
    }

    private static void tables(Html html, Report report, @Nullable Long in) {
        new TableOf<RejectGroup>("Rejected rows by reason")
                .text("reason", one -> one.reason().label())
                .text("by", RejectGroup::stage)
                .number("rows", one -> Words.count(one.rows()))
                .number("of rows in", one -> Words.percent(one.rows(), in == null ? 0 : in))
                .write(html, report.rejects());
        List<List<String>> examples = report.rejects().stream()
                .flatMap(one -> one.examples().stream()
                        .map(example -> List.of(
                                one.reason().label(),
                                Words.count(example.row()),
                                Words.cut(example.input(), LONGEST_INPUT),
                                example.detail())))
                .toList();
        if (!examples.isEmpty()) {
            new Table(
                            "Examples: the first of each reason",
                            List.of(text("reason"), number("row"), text("input"), text("detail")))
                    .write(html, examples);
        }
    }
}
