package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;

/** Whether all workers ran the same model: what it answered for the control molecules of each slice. */
final class ControlsSection {

    private static final String WHAT = "well-known ones that every worker asks the model for first.";

    private ControlsSection() {}

    static void write(Html html, Report report) {
        Controls controls = report.controls();
        if (controls.asked() == 0) {
            html.line("p", "No partition says what the model answered to control molecules.");
            return;
        }
        html.in(controls.differ() ? "p.verdict.bad" : "p", () -> {
            if (controls.differ()) {
                html.line("strong", "The answers differ.")
                        .text(" Partitions contradict each other on control molecules, "
                                + WHAT
                                + " The model is not deterministic, or the workers ran different models.");
            } else if (controls.asked() == 1) {
                html.line("strong", "Nothing to compare.")
                        .text(" Only one worker asked the model for control molecules, " + WHAT);
            } else {
                html.line("strong", "The answers agree.")
                        .text(" All %s got the same answers, but for rounding (0.1 %%), to control molecules, %s"
                                .formatted(Words.many(controls.asked(), "worker"), WHAT));
            }
        });
        html.line(
                "p",
                "Molecules checked again: %s, differing: %s."
                                .formatted(Words.count(controls.checkedAgain()), Words.count(controls.differing()))
                        + (controls.shownRandom() == null
                                ? ""
                                : " The model answers differently each time: " + controls.shownRandom() + "."));
        if (controls.differ()) {
            answers(html, controls);
        } else {
            html.folded("Answers to control molecules", () -> answers(html, controls));
        }
    }

    private static void answers(Html html, Controls controls) {
        List<List<String>> rows = new ArrayList<>();
        for (Controls.Cell cell : controls.cells()) {
            for (Controls.Answer answer : cell.answers()) {
                rows.add(List.of(
                        cell.smiles(),
                        Words.cut(cell.column(), 60),
                        answer.value().isEmpty() ? "nothing" : Words.cut(answer.value(), 60),
                        Integer.toString(answer.workers().size()),
                        answer.workers().size() == controls.asked() ? "all" : Words.ranges(answer.workers())));
            }
        }
        new Table(
                        "Answers to control molecules",
                        List.of(text("control"), text("column"), text("answer"), number("workers"), text("which")))
                .write(html, rows);
        if (controls.agreed() > 0) {
            html.line(
                    "p.muted",
                    "All workers also agree on %s of control and column."
                            .formatted(Words.many(controls.agreed(), "other pair")));
        }
    }
}
