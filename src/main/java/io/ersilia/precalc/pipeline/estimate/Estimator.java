package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.pipeline.estimate.Estimate.Costs;
import io.ersilia.precalc.pipeline.estimate.Estimate.Measured;
import io.ersilia.precalc.pipeline.estimate.Estimate.Requests;
import io.ersilia.precalc.pipeline.estimate.Estimate.Storage;
import io.ersilia.precalc.pipeline.estimate.Estimate.Table;
import io.ersilia.precalc.pipeline.estimate.Estimate.Time;
import io.ersilia.precalc.pipeline.estimate.Estimate.Work;
import io.ersilia.precalc.pipeline.predict.BatchSizer;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Estimates what a plan will take. The formulae are in docs/cost.md. */
public final class Estimator {

    /** A job of GitHub Actions ends after 6 hours; the rest is for its start and for keeping the work. */
    public static final Duration ROUND = Duration.ofMinutes(330);

    /** Files written: claim, CSV, rejects, log, statistics and manifest of a partition; serve writes rejects, keys and manifest. */
    private static final int PUTS_TO_PREDICT = 6;

    private static final int PUTS_TO_SERVE = 3;

    // Reads of one worker, counted at a server: plan, version, library, manifests, CSV; the two reads of its slice
    // too.
    private static final int GETS_TO_PREDICT = 11;
    private static final int GETS_TO_SERVE = 13;

    /** Reads of the known rows, the earlier plan, and two of its partitions, because the library is seldom in another order. */
    private static final int GETS_TO_TAKE_OVER = 16;

    /** Reads of two manifests, keys and statistics. */
    private static final int GETS_TO_FINISH = 4;

    private static final int LISTS_TO_PREDICT = 2;
    private static final int LISTS_TO_SERVE = 1;

    private static final double GIGABYTE = 1L << 30;
    private static final double HOUR = 3600;

    private final RunStore store;
    private final Prices prices;
    private final String runner;
    private final int batchSize;
    private final int maxParallel;

    /**
     * @param runner that will be used
     * @param batchSize molecules in one call, at most
     * @param maxParallel jobs of GitHub Actions at the same time
     */
    public Estimator(RunStore store, Prices prices, String runner, int batchSize, int maxParallel) {
        if (maxParallel < 1 || maxParallel > Worker.MAX_TOTAL) {
            throw new IllegalArgumentException("--max-parallel %d: expected 1 to %s jobs at once"
                    .formatted(maxParallel, Words.count(Worker.MAX_TOTAL)));
        }
        this.store = store;
        this.prices = prices;
        this.runner = runner;
        this.batchSize = batchSize;
        this.maxParallel = maxParallel;
    }

    /**
     * Estimates what is left of the plan.
     *
     * @param force whether done work is repeated
     * @param table that will be written
     */
    public Estimate estimate(Plan plan, boolean force, TableAhead table) {
        WorkLeft left = WorkLeft.of(plan, store, force);
        EarlierRuns earlier = new EarlierRuns(store, plan, runner);
        Optional<Experience> experience = earlier.best();
        Estimate estimate = estimate(left, experience.orElse(null), earlier.rowSize(experience), table);
        return left.slicesToTakeOver() == 0 || experience.isEmpty()
                ? estimate
                : estimate.insteadOf(
                        time(WorkLeft.of(plan.knowing(plan.modelVersion(), null), store, false), experience.get()));
    }

    /** What the whole plan was expected to take when it was made, from the runs before it. */
    public Estimate atFirst(Plan plan, TableAhead table) {
        EarlierRuns earlier = new EarlierRuns(store, plan, runner, false);
        Optional<Experience> experience = earlier.best();
        return estimate(WorkLeft.whole(plan), experience.orElse(null), earlier.rowSize(experience), table);
    }

    /**
     * What the whole plan will take, judged by the model's metadata alone: used for many models, it looks into none of their
     * runs.
     *
     * @param known the model's metadata; null before a run was finished
     */
    public Estimate whole(Plan plan, @Nullable ModelMetadata known, TableAhead table) {
        List<String> columns = known == null ? null : known.columns();
        return estimate(
                WorkLeft.whole(plan),
                known == null ? null : Experience.of(known),
                RowSize.assumed(columns == null ? null : columns.size()),
                table);
    }

    /** What runner hours cost in a private repository. */
    public double runnerCost(double hours) {
        return hours * 60 * prices.runnerMinute();
    }

    Estimate estimate(WorkLeft left, @Nullable Experience known, RowSize size, TableAhead table) {
        Double seconds = known == null ? null : known.secondsPerMolecule();
        int workers = left.toPredict().size();
        Work work = new Work(
                left.rowsToPredict(),
                left.rowsToServe(),
                workers,
                maxParallel,
                Schedule.parts(workers, maxParallel),
                ROUND.toMinutes() / 60.0);
        Time time = known == null ? Time.UNKNOWN : time(left, known);
        Table written = table(left, size, table);
        Storage storage = new Storage(
                size.columns(),
                size.measured(),
                Math.round((left.rowsToPredict() + left.rowsToTakeOver()) * size.storeBytes()));
        Requests requests = requests(left, seconds);
        return new Estimate(work, time, storage, requests, written, costs(time, written, storage, requests, table));
    }

    private Time time(WorkLeft left, Experience known) {
        double seconds = known.secondsPerMolecule();
        Schedule schedule = Schedule.of(milliseconds(left, seconds), maxParallel, ROUND);
        return new Time(
                schedule.rounds(),
                schedule.wallSeconds() / HOUR,
                schedule.jobMinutes(),
                left.rowsToPredict() * seconds / HOUR,
                seconds,
                new Measured(known.run(), known.molecules(), known.modelVersion(), known.runner(), known.alike()),
                null);
    }

    private static Table table(WorkLeft left, RowSize size, TableAhead table) {
        long writeUnits = (long) Math.ceil(left.rowsToServe() * size.writeUnits());
        WriteCapacity capacity = table.capacity();
        return new Table(
                Math.round(left.rowsToServe() * size.items()),
                writeUnits,
                Math.round(left.rowsToServe() * size.items() * size.itemBytes()),
                (double) writeUnits / WriteCapacity.NEW_TABLE_UNITS,
                (double) writeUnits / WriteCapacity.QUOTA_UNITS,
                table.name(),
                capacity == null ? null : capacity.mode().toString(),
                capacity == null ? null : capacity.unitsPerSecond(),
                capacity == null ? null : capacity.seconds((double) writeUnits, Double.POSITIVE_INFINITY),
                table.unknown());
    }

    /** Billed as if on AWS, also for SQLite: an estimate shows what the run would cost there. */
    private Costs costs(Time time, Table written, Storage storage, Requests requests, TableAhead table) {
        boolean billedByUnit = table.assumed().isChargedByUnit();
        double writeCost = billedByUnit ? prices.writeCost((double) written.writeUnits()) : 0;
        Long minutes = time.runnerMinutes();
        return new Costs(
                prices.currency(),
                prices.region(),
                prices.checked(),
                billedByUnit ? writeCost : null,
                writeCost + requests.putCost() + requests.readCost(),
                minutes == null ? null : minutes * prices.runnerMinute(),
                written.bytes() / GIGABYTE * prices.tableGigabyteMonth(),
                storage.bytes() / GIGABYTE * prices.storeGigabyteMonth());
    }

    private static List<Long> milliseconds(WorkLeft left, double seconds) {
        return left.toPredict().stream()
                .map(rows -> Math.round(rows * seconds * 1000))
                .toList();
    }

    private Requests requests(WorkLeft left, @Nullable Double seconds) {
        long puts = puts(left, seconds);
        long gets = (long) GETS_TO_PREDICT * left.toPredict().size()
                + (long) GETS_TO_TAKE_OVER * left.slicesToTakeOver()
                + (long) (GETS_TO_SERVE + GETS_TO_FINISH) * left.slicesToServe();
        long lists = (long) LISTS_TO_PREDICT * left.toPredict().size() + (long) LISTS_TO_SERVE * left.slicesToServe();
        return new Requests(
                puts,
                puts / 1e3 * prices.thousandPuts(),
                gets,
                lists,
                gets / 1e3 * prices.thousandGets() + lists / 1e3 * prices.thousandPuts());
    }

    /** Files written: one for each batch, which is about three minutes of work if its time is known, and those of each partition. */
    private long puts(WorkLeft left, @Nullable Double seconds) {
        double batch = batchSize;
        if (seconds != null && seconds > 0) {
            batch = Math.min(batch, Math.max(1, Math.floor(BatchSizer.TARGET.toSeconds() / seconds)));
        }
        double most = batch;
        double batches = left.toPredict().stream()
                .mapToDouble(rows -> Math.ceil(rows / most))
                .sum();
        return (long) batches
                + (long) PUTS_TO_PREDICT * left.toPredict().size()
                + (long) PUTS_TO_SERVE * left.slicesToServe();
    }
}
