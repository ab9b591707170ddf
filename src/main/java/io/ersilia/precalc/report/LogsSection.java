package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.words.Words;
import java.util.List;

/** The slices that failed and those that took longest, with what the model wrote at the end. */
final class LogsSection {

    static final int SLOWEST = 10;

    private static final int LONGEST_LINE = 400;

    private LogsSection() {}

    static void write(Html html, Report report) {
        List<Integer> failed = report.partitions().stream()
                .filter(one -> one.state() == SliceState.FAILED)
                .map(PartitionReport::worker)
                .toList();
        html.line(
                "p",
                failed.isEmpty()
                        ? "No slice failed: none has a log and nothing else."
                        : "%s failed, leaving a log but neither a partition nor a batch: worker %s."
                                .formatted(Words.many(failed.size(), "slice"), Words.ranges(failed)));
        List<PartitionReport> slowest = PartitionReport.slowest(report.partitions(), SLOWEST);
        if (!slowest.isEmpty()) {
            double median = Throughput.median(report.predicted().stream()
                    .map(PartitionReport::seconds)
                    .sorted()
                    .toList());
            new Table(
                            "The partitions that took longest to predict",
                            List.of(
                                    text("partition"),
                                    number("rows in"),
                                    number("took"),
                                    number("× median"),
                                    number("model alone"),
                                    number("molecules/s"),
                                    text("runner")))
                    .write(html, slowest.stream().map(one -> cells(one, median)).toList());
        }
        report.logs().forEach(log -> tail(html, log));
    }

    private static List<String> cells(PartitionReport one, double median) {
        PartitionManifest manifest = one.manifest();
        return List.of(
                one.name(),
                Words.count(one.status().rows(), "?"),
                Words.duration(one.seconds()),
                median > 0 ? Words.number(one.seconds() / median, 2) : "–",
                manifest == null || manifest.modelSeconds() == null
                        ? Figures.UNKNOWN
                        : Words.duration(manifest.modelSeconds()),
                one.perSecond().map(Words::perSecond).orElse("–"),
                manifest == null ? "" : manifest.runner());
    }

    private static void tail(Html html, LogTail log) {
        String name = "part-%04d %s: the last %s of the model's log"
                .formatted(
                        log.worker(),
                        log.failed() ? "failed" : "is among the slowest",
                        Words.many(log.lines().size(), "line"));
        Details.write(html, name, () -> {
            if (log.lines().isEmpty()) {
                html.line("p", "The log is empty.");
                return;
            }
            html.in(
                    "pre",
                    () -> {
                        if (log.cut()) {
                            html.text("…\n");
                        }
                        log.lines().forEach(line -> html.text(Words.cut(line, LONGEST_LINE) + "\n"));
                    },
                    "tabindex",
                    "0");
        });
    }
}
