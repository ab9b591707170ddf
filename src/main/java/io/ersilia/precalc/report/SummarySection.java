package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.words.Words;
import java.util.List;

/** The result of the run in a sentence, and its most important numbers. */
final class SummarySection {

    private static final int MOST_NOTES = 50;
    private static final int LONGEST_NOTE = 600;

    private SummarySection() {}

    static void write(Html html, Report report) {
        Verdict verdict = verdict(report);
        html.in(
                "p.verdict." + verdict.kind(),
                () -> html.line("strong", verdict.word()).text(" " + verdict.sentence()));
        Rows counts = report.account().rows();
        html.in("dl.figures", () -> {
            html.pair("rows in", Words.count(report.rowsIn(), Report.UNKNOWN));
            html.pair("predicted", Words.count(counts.predicted()));
            if (counts.takenOver() > 0) {
                html.pair("taken over", Words.count(counts.takenOver()));
            }
            html.pair("rejected", Words.count(counts.rejected().total()));
            html.pair("in the table", Words.count(counts.served()));
            html.pair(
                    "molecules a second",
                    Throughput.of(report)
                            .map(pace -> Words.perSecond(pace.ofRun()))
                            .orElse(Report.UNKNOWN));
            html.pair(
                    "first start to last end",
                    Span.of(report).map(span -> Words.duration(span.seconds())).orElse(Report.UNKNOWN));
        });
        if (!report.notes().isEmpty()) {
            html.line("h3", "What to know about these numbers");
            html.in("ul.notes", () -> notes(html, report.notes()));
        }
    }

    private static void notes(Html html, List<String> notes) {
        notes.stream().limit(MOST_NOTES).forEach(note -> html.line("li", Words.cut(note, LONGEST_NOTE)));
        if (notes.size() > MOST_NOTES) {
            html.line("li", "and %s more".formatted(Words.count(notes.size() - MOST_NOTES)));
        }
    }

    /** @param kind {@code good}, {@code open} or {@code bad} */
    private record Verdict(String kind, String word, String sentence) {}

    private static Verdict verdict(Report report) {
        Rows counts = report.account().rows();
        if (report.subject().plan() == null) {
            return new Verdict(
                    "open",
                    "Imported.",
                    "%s put into the store without a plan, so there is no library"
                                    .formatted(
                                            Words.many(report.partitions().size(), "partition was", "partitions were"))
                            + " to account for, and no record of how they were predicted.");
        }
        if (counts.lost() > 0) {
            return new Verdict(
                    "bad",
                    "Rows are lost.",
                    "%s of %s became neither a prediction nor a reject."
                            .formatted(Words.many(counts.lost(), "row"), Words.count(counts.in())));
        }
        if (report.account().complete()) {
            return complete(report.account());
        }
        return new Verdict("open", "Unfinished.", open(report));
    }

    /** Complete, unless the command ended with another exit code because of too many rejects. */
    private static Verdict complete(Reconciliation account) {
        Rows counts = account.rows();
        long rejected = counts.rejected().total();
        Double most = account.maxRejectRate();
        if (most == null || !new RejectRate(most).isExceededByRun(rejected, counts.in())) {
            return new Verdict("good", "Complete.", complete(counts));
        }
        return new Verdict(
                "open",
                "Too many rejects.",
                "%s %s.".formatted(complete(counts), new RejectRate(most).excess(rejected, counts.in())));
    }

    private static String complete(Rows counts) {
        return counts.in() == 0
                ? "The library has no rows, so there was nothing to do."
                : "Every row is accounted for: %s of %s predicted,%s %s rejected."
                        .formatted(
                                Words.count(counts.predicted()),
                                Words.count(counts.in()),
                                counts.takenOver() == 0
                                        ? ""
                                        : " %s taken over from an earlier run,"
                                                .formatted(Words.count(counts.takenOver())),
                                Words.count(counts.predictRejected().total()));
    }

    private static String open(Report report) {
        List<SliceState> states =
                report.partitions().stream().map(PartitionReport::state).toList();
        long toPredict = states.stream().filter(SliceState::isToPredict).count();
        long toServe = states.stream()
                .filter(state -> state == SliceState.PREDICTED || state == SliceState.REPLACED)
                .count();
        if (toPredict == 0 && toServe == 0) {
            return "Every slice is predicted and served, but finish has not counted them since.";
        }
        return "Of %s, %s not predicted and %s not served. A slice is the part of the library that one worker predicts."
                .formatted(
                        Words.many(states.size(), "slice"),
                        Words.many(toPredict, "is", "are"),
                        Words.many(toServe, "is", "are"));
    }
}
