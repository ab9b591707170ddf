package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.pipeline.finish.RowCounts;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;

/** Where every row went, so that it can be added up by hand. */
final class ReconciliationSection implements Section {

    @Override
    public String id() {
        return "account";
    }

    @Override
    public String title() {
        return "Reconciliation";
    }

    @Override
    public void write(Html html, RunFacts run) {
        RowCounts counts = run.counts();
        long in = counts.rowsIn() == null ? 0 : counts.rowsIn();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("rows in", Words.count(counts.rowsIn(), Figures.UNKNOWN), "", "of the library or sample"));
        add(rows, "= predicted", counts.predicted(), in, "rows of the partitions");
        add(rows, "+ rejected by predict", counts.rejected().total(), in, reasons(counts.rejected()));
        add(rows, "+ not predicted", counts.notPredicted(), in, "rows of slices without a partition");
        rows.add(List.of("predicted", Words.count(counts.predicted()), "", ""));
        long predicted = counts.predicted();
        add(rows, "= in the table", counts.served(), predicted, "one item each");
        add(
                rows,
                "+ duplicates",
                counts.duplicates(),
                predicted,
                counts.finished() == null
                        ? "a later row of the same partition has the key; between partitions finish counts them"
                        : "a later row has the same key");
        add(rows, "+ rejected by serve", counts.servedRejected().total(), predicted, reasons(counts.servedRejected()));
        add(rows, "+ not served", counts.notServed(), predicted, "rows of partitions that are not in the table");
        rows.add(List.of("unaccounted for", Words.count(counts.unaccounted()), "", unaccounted(counts)));
        rows.add(List.of(
                "verified",
                Words.count(counts.verified(), Figures.UNKNOWN),
                "",
                "items read back from the table and compared"));
        new Table("Where the rows went", List.of(text("rows"), number("count"), number("share"), text("what it is")))
                .write(html, rows);
        html.line(
                "p",
                counts.finished() == null
                        ? "Counted from the manifests; finish has not counted the partitions as they are now."
                        : "Counted by finish at %s.".formatted(Words.time(counts.finished())),
                "class",
                "muted");
        if (!run.partitions().isEmpty()) {
            Details.write(html, "Count of each partition", () -> partitions(html, run));
        }
    }

    private static String unaccounted(RowCounts counts) {
        return counts.lost() > 0
                ? Words.count(counts.lost()) + " of them lost: neither prediction nor reject"
                : "not predicted, or not served";
    }

    private static void add(List<List<String>> rows, String name, long count, long whole, String what) {
        rows.add(List.of(name, Words.count(count), Words.percent(count, whole), what));
    }

    private static String reasons(Rejections rejected) {
        List<String> reasons = new ArrayList<>();
        rejected.counts().forEach((reason, count) -> reasons.add("%s %s".formatted(Words.count(count), reason)));
        return reasons.isEmpty() ? "none" : String.join(", ", reasons);
    }

    private static void partitions(Html html, RunFacts run) {
        new Table(
                        "Count of each partition, in rows",
                        List.of(
                                text("partition"),
                                text("state"),
                                number("rows in"),
                                number("predicted"),
                                number("rejected"),
                                number("in batches"),
                                number("in the table"),
                                number("duplicates"),
                                number("rejected by serve")))
                .write(
                        html,
                        run.partitions().stream()
                                .map(one -> List.of(
                                        one.name(),
                                        one.state().toString(),
                                        Words.count(one.rows(), "?"),
                                        Words.count(one.predicted(), "?"),
                                        Words.count(one.rejected().total()),
                                        one.kept() == 0 ? "" : Words.count(one.kept()),
                                        Words.count(one.items(), ""),
                                        Words.count(one.duplicates(), ""),
                                        one.serve() == null
                                                ? ""
                                                : Words.count(
                                                        one.servedRejected().total())))
                                .toList());
    }
}
