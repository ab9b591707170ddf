package io.ersilia.precalc.report;

import io.ersilia.precalc.report.Report.RoundEnd;
import io.ersilia.precalc.run.Resources;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which worker worked when, and how long. */
final class TimelineSection {

    /** If there are at most this many partitions, every row of the drawing has its number. */
    private static final int FEW = 60;

    private static final int TALL_ROW = 14;
    private static final int LOW_ROW = 6;
    private static final int CROWD = 56;
    private static final int AXIS = 34;
    private static final int LABELLED_EVERY = 10;

    private TimelineSection() {}

    static void write(Html html, Report report) {
        Optional<Span> span = Span.of(report);
        List<PartitionReport> shown = report.partitions().stream()
                .filter(one -> one.state() != SliceState.EMPTY)
                .toList();
        if (span.isEmpty()) {
            html.line("p", "When work on this run began is not known: no partition has a manifest.");
        } else {
            List<WorkTime> predict = report.predictTimes();
            List<WorkTime> serve = report.serveTimes();
            words(html, report, shown, span.get(), predict);
            legend(html, report, shown);
            if (shown.size() > 1) {
                Chart.plot(
                        html,
                        "Workers at the same time",
                        () -> crowd(html, span.get(), Concurrency.of(predict), Concurrency.of(serve)));
            }
            Chart.plot(
                    html,
                    "A row for each worker's partition, its file of predictions",
                    () -> rows(html, report, shown, span.get()));
        }
        rounds(html, report);
        if (!shown.isEmpty()) {
            html.folded("Times of each partition", () -> times(html, shown));
        }
    }

    private static void words(
            Html html, Report report, List<PartitionReport> shown, Span span, List<WorkTime> predict) {
        int most = Concurrency.of(predict).most();
        int empty = report.partitions().size() - shown.size();
        StringBuilder text = new StringBuilder("From %s to %s, %s in all."
                .formatted(Words.time(span.from()), Words.time(span.to()), Words.duration(span.seconds())));
        if (most > 0) {
            text.append(
                    predict.size() == 1
                            ? " One worker predicted."
                            : " %s predicted, at most %s at once."
                                    .formatted(Words.many(predict.size(), "worker"), Words.count(most)));
        }
        if (empty > 0) {
            text.append(" %s left out.".formatted(Words.many(empty, "empty slice is", "empty slices are")));
        }
        text.append(" A bar shows working time, without pauses between a process that stopped and the one that"
                + " continued.");
        html.line("p", text.toString());
    }

    private static void legend(Html html, Report report, List<PartitionReport> shown) {
        html.in("p.legend", () -> {
            key(html, "predict", "predict");
            if (!report.serveTimes().isEmpty()) {
                key(html, "serve", "serve");
            }
            if (shown.stream().anyMatch(one -> one.predictTime() == null && one.serveTime() == null)) {
                key(html, "none", "not predicted");
            }
            if (shown.stream().anyMatch(one -> one.state() == SliceState.FAILED)) {
                key(html, "none.failed", "failed");
            }
            if (!report.rounds().isEmpty()) {
                key(html, "round", "a round ended");
            }
        });
    }

    private static void key(Html html, String kind, String name) {
        html.in("span", () -> html.line("i." + kind, "").text(name));
    }

    private static void crowd(Html html, Span span, Concurrency predict, Concurrency serve) {
        int most = Math.max(predict.most(), serve.most());
        Chart.write(
                html,
                "Workers at the same time: at most %d predicted and %d served".formatted(predict.most(), serve.most()),
                CROWD + 2,
                chart -> {
                    chart.level("grid", 1);
                    chart.area("area predict", predict.path(span, most), CROWD);
                    chart.area("area serve", serve.path(span, most), CROWD);
                    chart.axes(CROWD, Integer.toString(most));
                });
    }

    private static void rows(Html html, Report report, List<PartitionReport> shown, Span span) {
        int row = shown.size() <= FEW ? TALL_ROW : LOW_ROW;
        int bottom = shown.size() * row + 4;
        Chart.write(
                html,
                "When each of %s was predicted and served; the table below has the same times"
                        .formatted(Words.many(shown.size(), "partition")),
                bottom + AXIS,
                chart -> {
                    for (TimeAxis.Tick tick : TimeAxis.of(span).ticks()) {
                        chart.upright("grid", tick.at(), 0, bottom);
                        chart.label(tick.at(), bottom + 13, tick.time());
                        if (tick.day() != null) {
                            chart.label(tick.at(), bottom + 27, tick.day());
                        }
                    }
                    for (Report.RoundEnd round : report.rounds()) {
                        if (!round.ended().isBefore(span.from())
                                && !round.ended().isAfter(span.to())) {
                            chart.group(
                                    "round %d ended at %s".formatted(round.number(), Words.time(round.ended())),
                                    () -> chart.upright("round", span.share(round.ended()), 0, bottom));
                        }
                    }
                    for (int i = 0; i < shown.size(); i++) {
                        partition(chart, shown.get(i), span, 2 + i * row, row);
                        if (row == TALL_ROW || i == 0 || shown.get(i).worker() % LABELLED_EVERY == 0) {
                            chart.gutter(
                                    i * row + row / 2.0 + 6,
                                    Integer.toString(shown.get(i).worker()));
                        }
                    }
                    chart.level("axis", bottom);
                });
    }

    private static void partition(Chart chart, PartitionReport one, Span span, double top, int row) {
        double height = row - 2.0;
        chart.group(summary(one), () -> {
            if (one.predictTime() == null && one.serveTime() == null) {
                chart.level("none " + one.state(), top + height / 2);
            }
            if (one.predictTime() != null) {
                bar(chart, "predict", one.predictTime(), span, top, height);
            }
            if (one.serveTime() != null) {
                bar(chart, "serve", one.serveTime(), span, top, height);
            }
        });
    }

    private static void bar(Chart chart, String kind, WorkTime work, Span span, double top, double height) {
        chart.bar(kind, span.share(work.started()), span.share(work.ended()), top, height);
    }

    private static String summary(PartitionReport one) {
        StringBuilder text = new StringBuilder(one.name()).append(": ").append(one.state());
        if (one.predictTime() != null) {
            text.append("; predict took ")
                    .append(Words.duration(one.predictTime().seconds()));
        }
        if (one.serveTime() != null) {
            text.append("; serve took ").append(Words.duration(one.serveTime().seconds()));
        }
        return text.toString();
    }

    private static void rounds(Html html, Report report) {
        if (report.rounds().isEmpty()) {
            return;
        }
        new TableOf<RoundEnd>("Rounds of workers")
                .number("round", round -> Integer.toString(round.number()))
                .text("ended", round -> Words.time(round.ended()))
                .number("rows done", round -> Words.count(round.rowsDone()))
                .number("added in it", round -> Words.count(round.added()))
                .write(html, report.rounds());
    }

    private static void times(Html html, List<PartitionReport> shown) {
        new TableOf<PartitionReport>("Times of each partition")
                .text("partition", PartitionReport::name)
                .text("state", one -> one.state().toString())
                .text("predict began", one -> started(one.predictTime()))
                .number("took", one -> took(one.predictTime()))
                .number(
                        "molecules/s",
                        one -> one.perSecond().map(Words::perSecond).orElse(""))
                .number(
                        "memory",
                        one -> used(one, used -> used.maxRssBytes() == null ? "" : Words.size(used.maxRssBytes())))
                .number("processor", one -> used(one, used -> Words.duration(used.cpuSeconds())))
                .text("serve began", one -> started(one.serveTime()))
                .number("took", one -> took(one.serveTime()))
                .write(html, shown);
    }

    private static String used(PartitionReport one, Function<Resources, String> shown) {
        return one.resources().map(shown).orElse("");
    }

    private static String started(@Nullable WorkTime work) {
        return work == null ? "" : Words.time(work.started());
    }

    private static String took(@Nullable WorkTime work) {
        return work == null ? "" : Words.duration(work.seconds());
    }
}
