package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.pipeline.predict.BatchSizer;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.WriteCapacity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a plan is going to take. The formulae are in docs/cost.md. */
public final class Estimator {

    /** A job of GitHub Actions ends after 6 hours; the rest is for its start and for keeping the work. */
    public static final Duration ROUND = Duration.ofMinutes(330);

    /** Claim, CSV, rejects, log, statistics and manifest of a partition; and the two that serve writes. */
    private static final int PUTS_TO_PREDICT = 6;

    private static final int PUTS_TO_SERVE = 2;

    private static final double GIGABYTE = 1L << 30;
    private static final double HOUR = 3600;

    private final RunStore store;
    private final Prices prices;
    private final String runner;
    private final int batchSize;
    private final int maxParallel;

    /**
     * @param runner that is going to be used
     * @param batchSize the most molecules of one call
     * @param maxParallel jobs of GitHub Actions at the same time
     */
    public Estimator(RunStore store, Prices prices, String runner, int batchSize, int maxParallel) {
        if (maxParallel < 1 || maxParallel > Worker.MAX_TOTAL) {
            throw new IllegalArgumentException("not a number of jobs at once: %d, expected 1 to %d with --max-parallel"
                    .formatted(maxParallel, Worker.MAX_TOTAL));
        }
        this.store = store;
        this.prices = prices;
        this.runner = runner;
        this.batchSize = batchSize;
        this.maxParallel = maxParallel;
    }

    /**
     * What the plan is going to take.
     *
     * @param force whether what is done is to be done again
     * @param table that is going to be written
     */
    public Estimate estimate(Plan plan, boolean force, TableAhead table) {
        WorkLeft left = WorkLeft.of(plan, store, force);
        EarlierRuns earlier = new EarlierRuns(store, plan, runner);
        Optional<Experience> experience = earlier.best();
        return estimate(left, experience.orElse(null), earlier.rowSize(experience), table);
    }

    /** What the whole plan was going to take when it was made, as far as the runs before it told. */
    public Estimate atFirst(Plan plan, TableAhead table) {
        EarlierRuns earlier = new EarlierRuns(store, plan, runner, false);
        Optional<Experience> experience = earlier.best();
        return estimate(WorkLeft.of(plan, store, true), experience.orElse(null), earlier.rowSize(experience), table);
    }

    Estimate estimate(WorkLeft left, @Nullable Experience known, RowSize size, TableAhead table) {
        Double seconds = known == null ? null : known.secondsPerMolecule();
        Schedule schedule = seconds == null ? null : Schedule.of(milliseconds(left, seconds), maxParallel, ROUND);
        long storeBytes = Math.round(left.rowsToPredict() * size.storeBytes());
        long writeUnits = (long) Math.ceil(left.rowsToServe() * size.writeUnits());
        long tableBytes = Math.round(left.rowsToServe() * size.items() * size.itemBytes());
        long puts = puts(left, seconds);
        WriteCapacity capacity = table.capacity();
        boolean chargedByUnit = table.assumed().isChargedByUnit(); // what SQLite takes is told as if it were on AWS
        double writeCost = chargedByUnit ? prices.writeCost((double) writeUnits) : 0;
        double putCost = puts / 1e3 * prices.thousandPuts();
        return new Estimate(
                left.rowsToPredict(),
                left.rowsToServe(),
                left.toPredict().size(),
                maxParallel,
                Schedule.parts(left.toPredict().size(), maxParallel),
                ROUND.toMinutes() / 60.0,
                schedule == null ? null : schedule.rounds(),
                schedule == null ? null : schedule.wallSeconds() / HOUR,
                schedule == null ? null : schedule.jobMinutes(),
                seconds == null ? null : left.rowsToPredict() * seconds / HOUR,
                seconds,
                known == null ? null : known.run(),
                known == null ? null : known.molecules(),
                known == null ? null : known.modelVersion(),
                known == null ? null : known.runner(),
                known == null ? null : known.alike(),
                size.columns(),
                size.measured(),
                storeBytes,
                puts,
                Math.round(left.rowsToServe() * size.items()),
                writeUnits,
                tableBytes,
                (double) writeUnits / WriteCapacity.NEW_TABLE_UNITS,
                (double) writeUnits / WriteCapacity.QUOTA_UNITS,
                table.name(),
                capacity == null ? null : capacity.mode().toString(),
                capacity == null ? null : capacity.unitsPerSecond(),
                capacity == null ? null : capacity.seconds((double) writeUnits, Double.POSITIVE_INFINITY),
                table.unknown(),
                prices.currency(),
                prices.region(),
                prices.checked(),
                chargedByUnit ? writeCost : null,
                putCost,
                writeCost + putCost,
                schedule == null ? null : schedule.jobMinutes() * prices.runnerMinute(),
                tableBytes / GIGABYTE * prices.tableGigabyteMonth(),
                storeBytes / GIGABYTE * prices.storeGigabyteMonth());
    }

    private static List<Long> milliseconds(WorkLeft left, double seconds) {
        return left.toPredict().stream()
                .map(rows -> Math.round(rows * seconds * 1000))
                .toList();
    }

    /** A file for each batch, which is about three minutes of work where that is known, and those of each partition. */
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
