package io.ersilia.precalc.report;

import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.report.Cost.Spent;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a workflow job shows on its summary page, as Markdown. */
public final class JobSummary {

    /** Most slices listed as slowest; the report lists more. */
    private static final int SLOWEST = 5;

    private JobSummary() {}

    /**
     * What is left to do.
     *
     * @param estimate lines that say what it takes
     */
    public static String plan(Plan plan, List<Integer> toPredict, List<String> estimate) {
        Markdown page = new Markdown()
                .heading("Run %s of %s".formatted(plan.run(), plan.model()))
                .table(
                        List.of("rows", "sample", "workers", "slices to predict", "model version", "library"),
                        List.of(List.of(
                                Long.toString(plan.rows()),
                                plan.sample() == null ? "no" : Integer.toString(plan.sample()),
                                Integer.toString(plan.workers()),
                                Integer.toString(toPredict.size()),
                                Markdown.text(Objects.requireNonNullElse(plan.modelVersion(), "the first worker's")),
                                Markdown.code(plan.library().given()))));
        if (toPredict.isEmpty()) {
            page.paragraph("Nothing is left to predict.");
        } else if (toPredict.size() < plan.workers()) {
            page.paragraph("Slices to predict: %s.".formatted(Words.ranges(toPredict)));
        }
        return page.lines(estimate).toString();
    }

    /**
     * What the checks found.
     *
     * @param rows each with status, check, what was found, what to do
     */
    public static String checks(String counts, List<List<String>> rows) {
        return new Markdown()
                .heading("Checks: " + counts)
                .table(
                        List.of("status", "check", "found", "to do"),
                        rows.stream()
                                .map(row -> row.stream().map(Markdown::whole).toList())
                                .toList())
                .toString();
    }

    /** The result of one slice. */
    public static String predicted(PartitionManifest partition, int workers, List<RejectedRow> examples) {
        Markdown page = new Markdown()
                .heading("Worker %d of %d, run %s of %s"
                        .formatted(partition.worker(), workers, partition.run(), partition.model()))
                .table(
                        List.of("rows in", "predicted", "taken over", "rejected", "took"),
                        List.of(List.of(
                                Words.count(partition.rowsIn()),
                                Words.count(partition.predicted()),
                                Words.count(partition.takenOver()),
                                Words.count(partition.rejected().total()),
                                Words.duration(partition.seconds()))));
        rejected(page, partition.rejected());
        if (!examples.isEmpty()) {
            page.table(
                    List.of("reason", "row", "input", "detail"),
                    examples.stream()
                            .map(example -> List.of(
                                    example.reason().label(),
                                    Long.toString(example.row()),
                                    Markdown.code(example.input()),
                                    Markdown.text(example.detail())))
                            .toList());
        }
        return page.toString();
    }

    /** What was written to the table, a line for each partition. */
    public static String served(String table, List<String> partitions) {
        return new Markdown()
                .heading("Served to " + Markdown.text(table))
                .points(partitions.stream().map(Markdown::whole).toList())
                .toString();
    }

    /**
     * The account of a run.
     *
     * @param account counts of rows by their names, in order
     * @param next what to do now, a line for each kind of thing
     */
    public static String account(
            String run,
            Map<String, Long> account,
            Rejections rejected,
            @Nullable String rounds,
            List<SliceStatus> slices,
            List<String> next) {
        Markdown page = new Markdown()
                .heading("Account of run " + run)
                .table(
                        List.copyOf(account.keySet()),
                        List.of(account.values().stream().map(Words::count).toList()));
        rejected(page, rejected);
        if (rounds != null) {
            page.paragraph(Markdown.whole(rounds));
        }
        return slices.isEmpty() ? page.toString() : page + states(run, slices, next);
    }

    /** How far each slice is; served and empty slices are only counted. */
    public static String states(String run, List<SliceStatus> slices, List<String> next) {
        Map<SliceState, Long> counts =
                slices.stream().collect(Collectors.groupingBy(SliceStatus::state, TreeMap::new, Collectors.counting()));
        Markdown page = new Markdown().heading("Slices of run " + run);
        if (!slices.isEmpty()) {
            page.table(
                    counts.keySet().stream().map(SliceState::toString).toList(),
                    List.of(counts.values().stream().map(Words::count).toList()));
        }
        List<SliceStatus> open = slices.stream()
                .filter(slice -> slice.state() != SliceState.SERVED && slice.state() != SliceState.EMPTY)
                .toList();
        if (!open.isEmpty()) {
            page.table(
                    List.of("worker", "rows", "in batches", "predicted", "taken over", "rejected", "state"),
                    open.stream().map(JobSummary::cells).toList());
        }
        if (!next.isEmpty()) {
            page.paragraph("What to do next:")
                    .points(next.stream().map(Markdown::whole).toList());
        }
        return page.toString();
    }

    private static List<String> cells(SliceStatus slice) {
        return List.of(
                Integer.toString(slice.worker()),
                Words.count(slice.rows(), ""),
                Words.count(slice.kept()),
                Words.count(slice.predicted(), ""),
                Words.count(slice.takenOver()),
                Words.count(slice.rejected()),
                slice.state().toString());
    }

    /**
     * The report in short.
     *
     * @param place where the whole report is
     */
    public static String report(Report report, String place) {
        Markdown page =
                new Markdown().heading("Report of run " + report.subject().run());
        Spent actual = report.cost().actual();
        page.table(
                List.of("molecules/s", "took", "workers at once", "runner minutes", "write units", "their price"),
                List.of(List.of(
                        Throughput.of(report)
                                .map(pace -> Words.perSecond(pace.ofRun()))
                                .orElse(Report.UNKNOWN),
                        Span.of(report)
                                .map(span -> Words.duration(span.seconds()))
                                .orElse(Report.UNKNOWN),
                        Integer.toString(Concurrency.of(report.predictTimes()).most()),
                        Words.count(actual.minutes(), Report.UNKNOWN),
                        actual.writeUnits() == null
                                ? Boolean.FALSE.equals(report.cost().chargedByUnit()) ? "none" : Report.UNKNOWN
                                : Words.count(Math.round(actual.writeUnits())),
                        actual.writeCost() == null
                                ? "none"
                                : Words.money(actual.writeCost(), report.cost().currency()))));
        List<PartitionReport> slowest = PartitionReport.slowest(report.partitions(), SLOWEST);
        if (slowest.size() > 1) {
            page.table(
                    List.of("slowest partitions", "rows", "took", "molecules/s"),
                    slowest.stream()
                            .map(one -> List.of(
                                    one.name(),
                                    Words.count(one.status().rows(), "?"),
                                    Words.duration(one.seconds()),
                                    one.perSecond().map(Words::perSecond).orElse("")))
                            .toList());
        }
        if (report.controls().asked() > 0) {
            page.paragraph(
                    report.controls().differ()
                            ? "**Control molecules: the answers differ between partitions**, see the report."
                            : report.controls().asked() == 1
                                    ? "Control molecules: only one worker asked for them, so there is nothing to compare."
                                    : "Control molecules: all %s got the same answers."
                                            .formatted(
                                                    Words.many(report.controls().asked(), "worker")));
        }
        return page.paragraph("The whole report: " + Markdown.code(place)).toString();
    }

    /** Why a job's command failed. */
    public static String failed(String command, String message) {
        return new Markdown()
                .heading(command + " failed")
                .paragraph(Markdown.whole(message))
                .toString();
    }

    private static void rejected(Markdown page, Rejections rejected) {
        if (rejected.total() > 0) {
            List<List<String>> rows = new ArrayList<>();
            rejected.counts().forEach((reason, count) -> rows.add(List.of(reason.label(), Words.count(count))));
            page.table(List.of("rejected for", "rows"), rows);
        }
    }
}
