package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.words.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Where every row went, so that a reader can add it up by hand. */
final class ReconciliationSection {

    private ReconciliationSection() {}

    static void write(Html html, Report report) {
        Rows counts = report.account().rows();
        Instant finished = report.account().finished();
        long in = report.rowsIn() == null ? 0 : counts.in();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("rows in", Words.count(report.rowsIn(), Report.UNKNOWN), "", "of the library or sample"));
        add(
                rows,
                "= predicted",
                counts.predicted(),
                in,
                "rows of the partitions, the files of predictions that the workers wrote");
        if (counts.takenOver() > 0) {
            add(rows, "+ taken over", counts.takenOver(), in, "rows of the partitions that an earlier run predicted");
        }
        add(rows, "+ rejected by predict", counts.predictRejected().total(), in, reasons(counts.predictRejected()));
        add(
                rows,
                "+ not predicted",
                counts.notPredicted(),
                in,
                "rows of slices, the parts of the library, without a partition");
        long predicted = counts.withPrediction();
        rows.add(List.of(
                counts.takenOver() > 0 ? "predicted or taken over" : "predicted", Words.count(predicted), "", ""));
        add(rows, "= in the table", counts.served(), predicted, "one item each");
        add(
                rows,
                "+ duplicates",
                counts.duplicates(),
                predicted,
                finished == null
                        ? "a later row of the same partition has the same key; finish counts those between partitions"
                        : "a later row has the same key");
        add(rows, "+ rejected by serve", counts.servedRejected().total(), predicted, reasons(counts.servedRejected()));
        add(rows, "+ not served", counts.notServed(), predicted, "rows of partitions that are not in the table");
        rows.add(List.of("unaccounted for", Words.count(counts.unaccounted()), "", unaccounted(counts)));
        rows.add(List.of(
                "verified",
                Words.count(report.verified(), Report.UNKNOWN),
                "",
                "items read back from the table and compared"));
        new Table(
                        "Each row of the library ends as one prediction or one reject",
                        List.of(text("rows"), number("count"), number("share"), text("what it is")))
                .write(html, rows);
        html.line(
                "p.muted",
                finished == null
                        ? "Counted from the manifests; finish has not counted the partitions as they are now."
                        : "Counted by finish at %s.".formatted(Words.time(finished)));
        if (report.partitions().size() > 1) {
            html.folded("Count of each partition", () -> partitions(html, report));
        }
    }

    private static String unaccounted(Rows counts) {
        return counts.lost() > 0
                ? Words.count(counts.lost()) + " of them lost: neither prediction nor reject"
                : "not predicted, or not served";
    }

    private static void add(List<List<String>> rows, String name, long count, long whole, String what) {
        rows.add(List.of(name, Words.count(count), Words.percent(count, whole), what));
    }

    private static String reasons(Rejections rejected) {
        String reasons = Words.counts(rejected.counts());
        return reasons.isEmpty() ? "none" : reasons;
    }

    private static void partitions(Html html, Report report) {
        new TableOf<PartitionReport>("Count of each partition, in rows")
                .text("partition", PartitionReport::name)
                .text("state", one -> one.state().toString())
                .number("rows in", one -> Words.count(one.status().rows(), "?"))
                .number("predicted", one -> Words.count(one.status().predicted(), "?"))
                .number("taken over", one -> Words.count(one.status().takenOver()))
                .number("rejected", one -> Words.count(one.rejected().total()))
                .number(
                        "in batches",
                        one -> one.status().kept() == 0
                                ? ""
                                : Words.count(one.status().kept()))
                .number("in the table", one -> served(one, ServedManifest::items))
                .number("duplicates", one -> served(one, ServedManifest::duplicates))
                .number(
                        "rejected by serve",
                        one -> served(one, served -> served.rejected().total()))
                .write(html, report.partitions());
    }

    private static String served(PartitionReport one, ToLongFunction<ServedManifest> count) {
        ServedManifest served = one.served();
        return served == null ? "" : Words.count(count.applyAsLong(served));
    }
}
