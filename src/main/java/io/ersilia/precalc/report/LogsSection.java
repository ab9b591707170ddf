package io.ersilia.precalc.report;

import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.words.Words;
import java.util.List;

/** The slices that failed and those that took longest, with what the model wrote at the end. */
final class LogsSection {

    static final int SLOWEST = 10;

    private static final double SHORT = 60; // seconds, too few to look into

    private static final int LONGEST_LINE = 400;

    private LogsSection() {}

    static void write(Html html, Report report) {
        List<Integer> failed = report.partitions().stream()
                .filter(one -> one.state() == SliceState.FAILED)
                .map(PartitionReport::worker)
                .toList();
        double median = Throughput.median(seconds(report));
        List<PartitionReport> slow = PartitionReport.slowest(report.partitions(), SLOWEST).stream()
                .filter(one -> isSlow(one, median))
                .toList();
        if (failed.isEmpty() && slow.isEmpty()) {
            html.line("p", "No slow or failed partition: each took less than twice the median, or less than a minute.");
            return;
        }
        html.line(
                "p",
                failed.isEmpty()
                        ? "No slice failed."
                        : "%s failed, leaving a log but neither a partition nor a batch: worker %s."
                                .formatted(Words.many(failed.size(), "slice"), Words.ranges(failed)));
        if (!slow.isEmpty()) {
            new TableOf<PartitionReport>("Partitions that took at least a minute and twice the median to predict")
                    .text("partition", PartitionReport::name)
                    .number("rows in", one -> Words.count(one.status().rows(), "?"))
                    .number("took", one -> Words.duration(one.seconds()))
                    .number("× median", one -> median > 0 ? Words.number(one.seconds() / median, 2) : "–")
                    .number("model alone", LogsSection::ofModel)
                    .number(
                            "molecules/s",
                            one -> one.perSecond().map(Words::perSecond).orElse("–"))
                    .text(
                            "runner",
                            one -> one.manifest() == null ? "" : one.manifest().runner())
                    .write(html, slow);
        }
        report.logs().stream()
                .filter(log -> log.failed() || slow.stream().anyMatch(one -> one.worker() == log.worker()))
                .forEach(log -> tail(html, log));
    }

    private static List<Double> seconds(Report report) {
        return report.predicted().stream()
                .map(PartitionReport::seconds)
                .sorted()
                .toList();
    }

    private static boolean isSlow(PartitionReport one, double median) {
        return one.seconds() >= SHORT && one.seconds() >= 2 * median;
    }

    private static String ofModel(PartitionReport one) {
        PartitionManifest manifest = one.manifest();
        return manifest == null || manifest.modelSeconds() == null
                ? Report.UNKNOWN
                : Words.duration(manifest.modelSeconds());
    }

    private static void tail(Html html, LogTail log) {
        String name = "part-%04d %s: the last %s of the model's log"
                .formatted(
                        log.worker(),
                        log.failed() ? "failed" : "is among the slowest",
                        Words.many(log.lines().size(), "line"));
        html.folded(name, () -> {
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
