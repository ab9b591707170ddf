package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.RowCounts;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.words.Words;
import java.util.List;

/** What came of the run in a sentence, and its most important numbers. */
final class SummarySection implements Section {

    private static final int MOST_NOTES = 50;
    private static final int LONGEST_NOTE = 600;

    @Override
    public String id() {
        return "summary";
    }

    @Override
    public String title() {
        return "Summary";
    }

    @Override
    public void write(Html html, RunFacts run) {
        Verdict verdict = verdict(run);
        html.in(
                "p",
                () -> html.line("strong", verdict.word()).text(" " + verdict.sentence()),
                "class",
                "verdict " + verdict.kind());
        RowCounts counts = run.counts();
        html.in(
                "dl",
                () -> {
                    figure(html, "rows in", Words.count(counts.rowsIn(), Figures.UNKNOWN));
                    figure(html, "predicted", Words.count(counts.predicted()));
                    figure(
                            html,
                            "rejected",
                            Words.count(counts.rejected().total()
                                    + counts.servedRejected().total()));
                    figure(html, "in the table", Words.count(counts.served()));
                    figure(
                            html,
                            "molecules a second",
                            Pace.of(run)
                                    .map(pace -> Figures.perSecond(pace.ofRun()))
                                    .orElse(Figures.UNKNOWN));
                    figure(
                            html,
                            "first start to last end",
                            Span.of(run)
                                    .map(span -> Words.duration(span.seconds()))
                                    .orElse(Figures.UNKNOWN));
                },
                "class",
                "figures");
        if (!run.notes().isEmpty()) {
            html.line("h3", "What to know about these numbers");
            html.in("ul", () -> notes(html, run.notes()), "class", "notes");
        }
    }

    private static void notes(Html html, List<String> notes) {
        notes.stream().limit(MOST_NOTES).forEach(note -> html.line("li", Words.cut(note, LONGEST_NOTE)));
        if (notes.size() > MOST_NOTES) {
            html.line("li", "and %d more".formatted(notes.size() - MOST_NOTES));
        }
    }

    private static void figure(Html html, String name, String value) {
        html.in("div", () -> html.line("dt", name).line("dd", value));
    }

    /** @param kind good, open or bad */
    private record Verdict(String kind, String word, String sentence) {}

    private static Verdict verdict(RunFacts run) {
        RowCounts counts = run.counts();
        if (run.plan() == null) {
            return new Verdict(
                    "open",
                    "Imported.",
                    "Somebody put %s into the store without a plan: there is no library"
                                    .formatted(Words.many(run.partitions().size(), "partition"))
                            + " to account for, and nobody wrote down how they were predicted.");
        }
        if (counts.lost() > 0) {
            return new Verdict(
                    "bad",
                    "Rows are lost.",
                    "%s of %s neither became a prediction nor a reject."
                            .formatted(Words.many(counts.lost(), "row"), Words.count(counts.rowsIn(), "those")));
        }
        if (counts.complete()) {
            return new Verdict("good", "Complete.", complete(counts));
        }
        return new Verdict("open", "Unfinished.", open(run));
    }

    private static String complete(RowCounts counts) {
        long rows = counts.rowsIn() == null ? 0 : counts.rowsIn();
        return rows == 0
                ? "The library has no rows, so there was nothing to do."
                : "Every row is accounted for: %s of %s predicted, %s rejected."
                        .formatted(
                                Words.count(counts.predicted()),
                                Words.count(rows),
                                Words.count(counts.rejected().total()));
    }

    private static String open(RunFacts run) {
        List<SliceState> states =
                run.partitions().stream().map(PartitionFacts::state).toList();
        long toPredict = states.stream().filter(SliceState::isToPredict).count();
        long toServe = states.stream()
                .filter(state -> state == SliceState.PREDICTED || state == SliceState.REPLACED)
                .count();
        if (toPredict == 0 && toServe == 0) {
            return "Every slice is predicted and served, and finish has not counted them since.";
        }
        return "Of %s, %s not predicted and %s not served."
                .formatted(
                        Words.many(states.size(), "slice"),
                        Words.many(toPredict, "is", "are"),
                        Words.many(toServe, "is", "are"));
    }
}
