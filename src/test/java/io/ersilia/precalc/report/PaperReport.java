package io.ersilia.precalc.report;

import io.ersilia.precalc.library.Plans;
import io.ersilia.precalc.report.Controls.Answer;
import io.ersilia.precalc.report.Controls.Cell;
import io.ersilia.precalc.report.Cost.Spent;
import io.ersilia.precalc.report.RejectGroup.Example;
import io.ersilia.precalc.report.Report.RoundEnd;
import io.ersilia.precalc.report.Report.Subject;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Checks;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Resources;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.stats.TextCount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The report of a run that never was, of any size: ten workers at once, a slow one, a failed one, one under way. */
final class PaperReport {

    private static final Instant CREATED = Instant.parse("2026-11-01T11:58:00Z");
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final int AT_ONCE = 10;

    private PaperReport() {}

    static Report of(int workers, int columns) {
        return of(workers, columns, "column", "[12:00:01] model is ready");
    }

    /** @param column what the names of columns begin with, whatever it is */
    static Report of(int workers, int columns, String column, String logLine) {
        long rows = 40_000L * workers;
        Plan plan = plan(workers, rows);
        List<PartitionReport> partitions = IntStream.rangeClosed(1, workers)
                .mapToObj(worker -> partition(plan, worker, workers))
                .toList();
        Reconciliation account = account(plan, partitions);
        long predicted = account.rows().predicted();
        return new Report(
                new Subject(
                        plan.model(),
                        plan.run(),
                        "s3://molecules/precalc/out/eos4e40/r1/",
                        "dynamodb:precalculations-table",
                        CREATED.plusSeconds(90_000),
                        "precalc 1.0.0",
                        plan,
                        "v1.2.0",
                        "precalc run --model eos4e40 --new-run --library s3://molecules/library.csv --workers "
                                + workers,
                        "precalc rejects --model eos4e40 --run r1 --store s3://molecules/precalc"),
                account,
                partitions,
                List.of(
                        new RoundEnd(1, CREATED.plusSeconds(20_000), predicted / 2, predicted / 2),
                        new RoundEnd(2, CREATED.plusSeconds(40_000), predicted, predicted - predicted / 2)),
                List.of(
                        new RejectGroup(
                                "predict",
                                Reason.INVALID_SMILES,
                                80L * workers,
                                List.of(
                                        new Example(1, 17, "C1CC(", "unclosed ring"),
                                        new Example(
                                                2,
                                                40_123,
                                                "<script>alert(1)</script>",
                                                "not a SMILES & no \"molecule\""))),
                        new RejectGroup("serve", Reason.NUMBER_OUT_OF_RANGE, 3, List.of())),
                columns(columns, column, predicted),
                controls(workers, column),
                List.of(
                        new LogTail(workers > 3 ? 4 : 1, true, List.of(logLine, "out of memory"), true),
                        new LogTail(
                                1,
                                false,
                                IntStream.range(0, 40)
                                        .mapToObj(i -> logLine + " " + i)
                                        .toList(),
                                true)),
                new Cost(
                        "USD",
                        "us-east-1",
                        "2026-11",
                        true,
                        new Spent(rows, 0.06, rows / 1000, null, 12.5, rows, (double) rows, rows / 1e6 * 0.625),
                        new Spent(predicted, 0.0713, rows / 800, 50L, 13.75, predicted, predicted + 0.5, 1.25),
                        "a molecule took as long as in run r0, 1,000 molecules"),
                List.of("part-0004 of eos4e40 run r1: out of the reach of this test"));
    }

    private static Plan plan(int workers, long rows) {
        return Plans.onPaper(
                new RunId("r1"),
                new ModelId("eos4e40"),
                "v1.2.0",
                CREATED,
                workers,
                new Plan.Library("s3://molecules/library.csv", HASH, "smiles", rows, 0, 1, null, null));
    }

    private static PartitionReport partition(Plan plan, int worker, int workers) {
        PlannedSlice slice = plan.slices().get(worker - 1);
        long rows = slice.slice().size();
        boolean failed = workers > 3 && worker == 4;
        boolean predicting = workers > 5 && worker == 6;
        if (failed || predicting) {
            SliceState state = failed ? SliceState.FAILED : SliceState.PREDICTING;
            SliceStatus status = new SliceStatus(worker, rows, 0L, 0, 0, state, predicting ? 12_000 : 0);
            return new PartitionReport(plan.partition(worker), status, slice, null, null);
        }
        int wave = (worker - 1) / AT_ONCE;
        Instant start = CREATED.plusSeconds(120 + wave * 3600L + worker % AT_ONCE * 7L);
        double seconds = worker % 17 == 1 ? 3400 : 2600 + worker * 37 % 600;
        long predicted = rows - 80;
        Rejections rejected = new Rejections(Map.of(Reason.INVALID_SMILES, 80L));
        boolean inTable = worker != workers;
        return new PartitionReport(
                plan.partition(worker),
                new SliceStatus(
                        worker,
                        rows,
                        predicted,
                        80,
                        inTable ? predicted : 0,
                        inTable ? SliceState.SERVED : SliceState.PREDICTED,
                        0),
                slice,
                new PartitionManifest(
                        plan.run(),
                        plan.model(),
                        worker,
                        slice.from(),
                        slice.to(),
                        rows,
                        predicted,
                        rejected,
                        HASH,
                        List.of("column"),
                        "v1.2.0",
                        "docker",
                        "27.0",
                        true,
                        List.of(),
                        start,
                        seconds,
                        seconds * 0.9,
                        HASH,
                        null,
                        0,
                        0,
                        null,
                        "Antibiotic activity",
                        new Resources((worker + 700L) << 20, seconds * 1.5),
                        0),
                inTable
                        ? new ServedManifest(
                                "dynamodb:precalculations-table",
                                "paper",
                                HASH,
                                predicted,
                                predicted,
                                0,
                                Rejections.NONE,
                                (double) predicted,
                                start.plusSeconds((long) seconds + 60),
                                240,
                                List.of(),
                                null,
                                null)
                        : null);
    }

    private static Reconciliation account(Plan plan, List<PartitionReport> partitions) {
        long predicted = 0;
        long served = 0;
        Rejections rejected = Rejections.NONE;
        long done = 0;
        for (PartitionReport one : partitions) {
            PartitionManifest manifest = one.manifest();
            if (manifest != null) {
                predicted += manifest.predicted();
                done += manifest.rowsIn();
            }
            served += one.status().served();
            rejected = rejected.plus(one.rejected());
        }
        long notPredicted = plan.rows() - done;
        long notServed = predicted - served;
        Rows rows = new Rows(
                plan.rows(),
                predicted,
                0,
                served,
                0,
                rejected,
                notPredicted + notServed,
                Rejections.NONE,
                notPredicted,
                notServed);
        return new Reconciliation(plan.run(), null, null, HASH, rows, null, 0, new Checks(0, 0, Map.of(), 0, 0));
    }

    private static Columns columns(int columns, String name, long rows) {
        List<ColumnStats> all = IntStream.range(0, columns)
                .mapToObj(i -> column(columns == 1 ? name : name + "_" + i, i, rows))
                .toList();
        return Columns.of(
                new RunStats(rows, all, List.of(3, 4, 5, 9)),
                new ModelFacts(
                        "A title",
                        "Predicts what " + name + " does.",
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        List.of(new ColumnFacts(
                                all.get(0).column(),
                                ColumnFacts.Type.FLOAT,
                                ColumnFacts.Direction.HIGH,
                                "Of " + name,
                                "<mg/l>"))));
    }

    private static ColumnStats column(String name, int i, long rows) {
        long empties = i % 5 == 0 ? 0 : rows * (i % 50) / 100;
        long held = rows - empties;
        return i == 2
                ? new ColumnStats(
                        name,
                        0,
                        held,
                        empties,
                        0,
                        null,
                        null,
                        List.of(new TextCount("active", rows / 2), new TextCount(name, 7)))
                : new ColumnStats(
                        name, held, 0, empties, 0, null, i % 3 == 1 ? ofTwo(held) : ofMany(held, i), List.of());
    }

    /** As many 0 as 1 and more. */
    private static Distribution ofTwo(long numbers) {
        long ones = numbers - numbers / 3;
        double mean = (double) ones / numbers;
        return new Distribution(
                numbers,
                0,
                1,
                mean,
                (double) ones * (1 - mean),
                true,
                List.of(0.0, 1.0),
                List.of(numbers / 3, ones),
                List.of());
    }

    /** A hill of a hundred points, exact in every second column. */
    private static Distribution ofMany(long numbers, int i) {
        List<Double> at = IntStream.rangeClosed(-50, 50)
                .mapToObj(point -> point * 1.2345e-3 * (i + 1))
                .toList();
        List<Long> counts = IntStream.rangeClosed(-50, 50)
                .mapToObj(point -> point == 0 ? numbers - numbers / 200 * 100 : numbers / 200)
                .toList();
        return new Distribution(
                numbers,
                at.get(0),
                at.get(at.size() - 1),
                0,
                (double) numbers * 4e-4,
                i % 2 == 0,
                at,
                counts,
                List.of());
    }

    private static Controls controls(int workers, String column) {
        List<Integer> all = IntStream.rangeClosed(1, workers).boxed().toList();
        List<Answer> answers = workers == 1
                ? List.of(new Answer("0.41", all))
                : List.of(new Answer("0.41", all.subList(1, workers)), new Answer("0.87", List.of(1)));
        return new Controls(
                workers,
                workers > 1,
                List.of(new Cell("CCO", column, answers), new Cell("c1ccccc1", column, List.of(new Answer("", all)))),
                0,
                412,
                0,
                null);
    }
}
