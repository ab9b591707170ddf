package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Optional;

/** The slices that failed and those that took longest, with what the model wrote at the end. */
final class LogsSection implements Section {

    /** So many of the slowest partitions are listed. */
    static final int SLOWEST = 10;

    private static final int LONGEST_LINE = 400;

    @Override
    public String id() {
        return "logs";
    }

    @Override
    public String title() {
        return "Slowest and failed partitions";
    }

    @Override
    public void write(Html html, RunFacts run) {
        List<Integer> failed = run.partitions().stream()
                .filter(one -> one.state() == SliceState.FAILED)
                .map(PartitionFacts::worker)
                .toList();
        html.line(
                "p",
                failed.isEmpty()
                        ? "No slice has failed: none has a log and nothing else."
                        : "%s failed, the model left a log and neither partition nor batch: worker %s."
                                .formatted(Words.many(failed.size(), "slice"), Words.ranges(failed)));
        List<PartitionFacts> slowest = PartitionFacts.slowest(run.partitions(), SLOWEST);
        if (!slowest.isEmpty()) {
            double median = Pace.median(run.withWork().stream()
                    .map(PartitionFacts::seconds)
                    .sorted()
                    .toList());
            new Table(
                            "The partitions that predict took longest for",
                            List.of(
                                    text("partition"),
                                    number("rows in"),
                                    number("took"),
                                    number("× median"),
                                    number("model alone"),
                                    number("molecules/s"),
                                    text("runner")))
                    .write(
                            html,
                            slowest.stream()
                                    .map(one -> List.of(
                                            one.name(),
                                            Words.count(one.rows(), "?"),
                                            Words.duration(one.seconds()),
                                            median > 0 ? Words.number(one.seconds() / median, 2) : "–",
                                            Optional.ofNullable(one.modelSeconds())
                                                    .map(Words::duration)
                                                    .orElse(Figures.UNKNOWN),
                                            one.pace().map(Figures::perSecond).orElse("–"),
                                            one.runner() == null ? "" : one.runner()))
                                    .toList());
        }
        run.logs().forEach(log -> tail(html, log));
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
