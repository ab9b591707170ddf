package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.finish.RowCounts;
import io.ersilia.precalc.report.ColumnFacts.Column;
import io.ersilia.precalc.report.ColumnFacts.Picture;
import io.ersilia.precalc.report.ColumnFacts.Quantiles;
import io.ersilia.precalc.report.ControlFacts.Answer;
import io.ersilia.precalc.report.ControlFacts.Cell;
import io.ersilia.precalc.report.CostFacts.Spent;
import io.ersilia.precalc.report.PartitionFacts.Work;
import io.ersilia.precalc.report.RejectFacts.Example;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.Histogram.Bar;
import io.ersilia.precalc.stats.TextCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Facts of a run that never was, of any size: ten workers at once, a slow one, a failed one, one under way. */
final class PaperFacts {

    static final Instant CREATED = Instant.parse("2026-11-01T11:58:00Z");
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final int AT_ONCE = 10;
    private static final int DRAWN = 24;

    private PaperFacts() {}

    static RunFacts of(int workers, int columns) {
        return of(workers, columns, "column", "[12:00:01] model is ready");
    }

    /** @param column what the names of columns begin with, whatever it is */
    static RunFacts of(int workers, int columns, String column, String logLine) {
        long rows = 40_000L * workers;
        Plan plan = plan(workers, rows);
        List<PartitionFacts> partitions = IntStream.rangeClosed(1, workers)
                .mapToObj(worker -> partition(plan, worker, workers))
                .toList();
        long predicted = partitions.stream()
                .mapToLong(one -> one.predicted() == null ? 0 : one.predicted())
                .sum();
        return new RunFacts(
                plan.model(),
                plan.run(),
                "s3://molecules/precalc/out/eos4e40/r1/",
                "dynamodb:precalculations-table",
                CREATED.plusSeconds(90_000),
                "precalc 1.0.0",
                plan,
                "v1.2.0",
                "precalc run --model eos4e40 --new-run --library s3://molecules/library.csv --workers " + workers,
                counts(partitions, rows),
                partitions,
                List.of(
                        new RoundFacts(1, CREATED.plusSeconds(20_000), predicted / 2, predicted / 2),
                        new RoundFacts(2, CREATED.plusSeconds(40_000), predicted, predicted - predicted / 2)),
                List.of(
                        new RejectFacts(
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
                        new RejectFacts("serve", Reason.NUMBER_OUT_OF_RANGE, 3, List.of())),
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
                new CostFacts(
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
        return new Plan(
                new RunId("r1"),
                new ModelId("eos4e40"),
                "v1.2.0",
                CREATED,
                workers,
                rows,
                null,
                new Plan.Library("s3://molecules/library.csv", HASH, "smiles", rows, 0, 1),
                IntStream.rangeClosed(1, workers)
                        .mapToObj(number -> {
                            Slice slice = Slice.of(new Worker(number, workers), rows);
                            return new PlannedSlice(number, slice.from(), slice.to(), 0, 0, HASH);
                        })
                        .toList(),
                List.of("CCO", "c1ccccc1"));
    }

    private static PartitionFacts partition(Plan plan, int worker, int workers) {
        PlannedSlice slice = plan.slice(worker);
        long rows = slice.slice().size();
        boolean failed = workers > 3 && worker == 4;
        boolean predicting = workers > 5 && worker == 6;
        int wave = (worker - 1) / AT_ONCE;
        Instant start = CREATED.plusSeconds(120 + wave * 3600L + worker % AT_ONCE * 7L);
        double seconds = worker % 17 == 1 ? 3400 : 2600 + worker * 37 % 600;
        boolean done = !failed && !predicting;
        long predicted = done ? rows - 80 : 0;
        boolean served = done && worker != workers;
        return new PartitionFacts(
                worker,
                slice.from(),
                slice.to(),
                rows,
                failed
                        ? SliceState.FAILED
                        : predicting ? SliceState.PREDICTING : served ? SliceState.SERVED : SliceState.PREDICTED,
                predicting ? 12_000 : 0,
                done ? new Work(start, seconds) : null,
                done ? seconds * 0.9 : null,
                predicted,
                done ? new Rejections(Map.of(Reason.INVALID_SMILES, 80L)) : Rejections.NONE,
                served ? new Work(start.plusSeconds((long) seconds + 60), 240) : null,
                served ? predicted : null,
                served ? 0L : null,
                Rejections.NONE,
                served ? predicted + 0.0 : null,
                done ? "v1.2.0" : null,
                done ? "docker" : null,
                done ? "27.0" : null,
                done ? HASH : null,
                HASH);
    }

    private static RowCounts counts(List<PartitionFacts> partitions, long rows) {
        long predicted = 0;
        long served = 0;
        Rejections rejected = Rejections.NONE;
        long done = 0;
        for (PartitionFacts one : partitions) {
            predicted += one.predicted() == null ? 0 : one.predicted();
            served += one.items() == null ? 0 : one.items();
            rejected = rejected.plus(one.rejected());
            done += one.predict() == null || one.rows() == null ? 0 : one.rows();
        }
        long notServed = predicted - served;
        return new RowCounts(
                rows,
                predicted,
                rejected,
                rows - done,
                served,
                0,
                Rejections.NONE,
                notServed,
                rows - done + notServed,
                null,
                null);
    }

    private static ColumnFacts columns(int columns, String name, long rows) {
        List<Column> all = new ArrayList<>();
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            long empties = i % 5 == 0 ? 0 : rows * (i % 50) / 100;
            boolean text = i == 2;
            Column column = new Column(
                    columns == 1 ? name : name + "_" + i,
                    text ? 0 : rows - empties,
                    text ? rows - empties : 0,
                    empties,
                    0,
                    text ? null : new Quantiles(-1.5e-7 * i, 0.2, 0.35, 0.61, 1234.5 + i, 0.4, 0.17, i % 2 == 0));
            all.add(column);
            if (i < DRAWN) {
                pictures.add(new Picture(
                        column,
                        text ? null : histogram(column.numbers(), i % 3 == 1),
                        text ? List.of(new TextCount("active", rows / 2), new TextCount(name, 7)) : List.of()));
            }
        }
        return new ColumnFacts(rows, all, pictures, List.of(3, 4, 5, 9));
    }

    private static Histogram histogram(long numbers, boolean values) {
        if (values) {
            return new Histogram(List.of(new Bar(0, 0, numbers / 3), new Bar(1, 1, numbers - numbers / 3)));
        }
        return new Histogram(IntStream.range(0, DRAWN)
                .mapToObj(i ->
                        new Bar(i / 24.0, (i + 1) / 24.0, (long) (numbers * Math.exp(-(i - 9) * (i - 9) / 20.0) / 8)))
                .toList());
    }

    private static ControlFacts controls(int workers, String column) {
        List<Integer> all = IntStream.rangeClosed(1, workers).boxed().toList();
        List<Answer> answers = workers == 1
                ? List.of(new Answer("0.41", all))
                : List.of(new Answer("0.41", all.subList(1, workers)), new Answer("0.87", List.of(1)));
        return new ControlFacts(
                workers,
                workers > 1,
                List.of(new Cell("CCO", column, answers), new Cell("c1ccccc1", column, List.of(new Answer("", all)))),
                0,
                412,
                0,
                null);
    }
}
