package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Resources;
import io.ersilia.precalc.words.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many molecules a second were predicted, by the run and by each worker. */
final class ThroughputSection {

    private static final int HEIGHT = 110;

    private ThroughputSection() {}

    static void write(Html html, Report report) {
        Optional<Throughput> pace = Throughput.of(report);
        if (pace.isEmpty()) {
            html.line("p", "Not known: no partition has predictions whose time was measured.");
            return;
        }
        html.in("dl.figures", () -> {
            html.pair("molecules of the run", Words.perSecond(pace.get().ofRun()) + " /s");
            html.pair("of the median worker", Words.perSecond(pace.get().ofWorker()) + " /s");
            pace.get()
                    .ofModel()
                    .ifPresent(model -> html.pair("of the model alone, one worker", Words.perSecond(model) + " /s"));
            resources(html, report);
        });
        html.line(
                "p.muted",
                "The run: all predictions, from the first start of predict to its last end, with pauses. A worker: its"
                        + " predictions in its seconds of work, with fetching and starting the model. Memory and processor"
                        + " time: of precalc and the model's processes on its machine, without containers.");
        List<PartitionReport> workers = report.predicted().stream()
                .filter(one -> one.perSecond().isPresent())
                .toList();
        if (workers.size() > 1) {
            Chart.plot(
                    html,
                    "Molecules per second of each worker; the line is the median",
                    () -> draw(html, workers, pace.get().ofWorker()));
        }
    }

    private static void resources(Html html, Report report) {
        List<Resources> used = report.predicted().stream()
                .flatMap(one -> one.resources().stream())
                .toList();
        used.stream()
                .flatMap(one -> Stream.ofNullable(one.maxRssBytes()))
                .max(Comparator.naturalOrder())
                .ifPresent(bytes -> html.pair("memory of a worker, at most", Words.size(bytes)));
        used.stream()
                .map(Resources::cpuSeconds)
                .max(Comparator.naturalOrder())
                .ifPresent(seconds -> html.pair("processor time of a worker, at most", Words.duration(seconds)));
    }

    private static void draw(Html html, List<PartitionReport> workers, double median) {
        double most = workers.stream()
                .mapToDouble(one -> one.perSecond().orElse(0.0))
                .max()
                .orElse(1);
        double width = 1.0 / workers.size();
        String name = "Molecules per second of %s: the median is %s, the most %s; the table of times has each"
                .formatted(Words.many(workers.size(), "worker"), Words.perSecond(median), Words.perSecond(most));
        Chart.write(html, name, HEIGHT + 20, chart -> {
            chart.level("grid", 1);
            for (int i = 0; i < workers.size(); i++) {
                double share = workers.get(i).perSecond().orElse(0.0) / most;
                chart.column("predict", i * width, (i + 0.85) * width, HEIGHT, share);
            }
            chart.axes(HEIGHT, Words.perSecond(most));
            double y = HEIGHT - HEIGHT * median / most;
            chart.level("median", y);
            if (y > 22 && y < HEIGHT - 12) {
                chart.gutter(y + 4, Words.perSecond(median));
            }
            chart.label(0, HEIGHT + 15, "worker " + workers.get(0).worker());
            chart.label(
                    1, HEIGHT + 15, "worker " + workers.get(workers.size() - 1).worker());
        });
    }
}
