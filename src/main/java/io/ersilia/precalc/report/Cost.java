package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run was expected to take and what it took. Unknown values are null and never shown as 0.
 *
 * @param region the AWS region of the prices
 * @param pricesChecked month in which the prices were looked up
 * @param chargedByUnit whether the table is billed by write units; null if the table could not be asked
 * @param basis the source of the plan's pace; null if nothing was known
 */
public record Cost(
        String currency,
        String region,
        String pricesChecked,
        @Nullable Boolean chargedByUnit,
        Spent planned,
        Spent actual,
        @Nullable String basis) {

    private static final double MINUTE = 60; // in seconds

    /**
     * One column of the comparison.
     *
     * @param rows rows predicted or to predict
     * @param secondsPerMolecule the pace of one worker
     * @param predictMinutes runner minutes, each job rounded up to a minute
     * @param serveMinutes the same for the jobs that serve
     * @param minutesCost the cost of both in a private repository
     * @param items items in the table
     * @param writeUnits write units of the table; null if it has none
     * @param writeCost the cost of the write units
     */
    public record Spent(
            @Nullable Long rows,
            @Nullable Double secondsPerMolecule,
            @Nullable Long predictMinutes,
            @Nullable Long serveMinutes,
            @Nullable Double minutesCost,
            @Nullable Long items,
            @Nullable Double writeUnits,
            @Nullable Double writeCost) {

        static final Spent UNKNOWN = new Spent(null, null, null, null, null, null, null, null);

        /** Minutes of predict and serve together; null if neither is known. */
        @Nullable
        Long minutes() {
            return sum(predictMinutes, serveMinutes);
        }
    }

    /**
     * Compares the estimate with what the run took.
     *
     * @param estimate for the whole run when it was planned; null if none can be made
     * @param table how the table is billed
     */
    static Cost of(@Nullable Estimate estimate, List<PartitionReport> partitions, Prices prices, TableAhead table) {
        return new Cost(
                prices.currency(),
                prices.region(),
                prices.checked(),
                table.hasUnits() ? chargedByUnit(table) : Boolean.FALSE,
                estimate == null ? Spent.UNKNOWN : planned(estimate, table),
                actual(partitions, prices, table),
                estimate == null ? null : basis(estimate.time()));
    }

    private static @Nullable Boolean chargedByUnit(TableAhead table) {
        return table.capacity() == null ? null : Boolean.valueOf(table.assumed().isChargedByUnit());
    }

    private static @Nullable String basis(Estimate.Time time) {
        Long molecules = time.measured().molecules();
        return time.measured().run() == null || molecules == null
                ? null
                : "a molecule took as long as in run %s, %s%s"
                        .formatted(
                                time.measured().run(),
                                Words.many(molecules, "molecule"),
                                Boolean.FALSE.equals(time.measured().alike()) ? " by another version or runner" : "");
    }

    private static Spent planned(Estimate estimate, TableAhead table) {
        return new Spent(
                estimate.work().rowsToPredict(),
                estimate.time().secondsPerMolecule(),
                estimate.time().runnerMinutes(),
                null,
                estimate.costs().runnerCost(),
                estimate.table().items(),
                table.hasUnits() ? Double.valueOf((double) estimate.table().writeUnits()) : null,
                table.hasUnits() ? estimate.costs().writeCost() : null);
    }

    private static Spent actual(List<PartitionReport> partitions, Prices prices, TableAhead table) {
        List<PartitionManifest> predicted = partitions.stream()
                .flatMap(one -> Stream.ofNullable(one.manifest()))
                .toList();
        List<ServedManifest> served = partitions.stream()
                .flatMap(one -> Stream.ofNullable(one.served()))
                .toList();
        long molecules =
                predicted.stream().mapToLong(PartitionManifest::predicted).sum();
        double seconds =
                partitions.stream().mapToDouble(PartitionReport::seconds).sum();
        double units = served.stream().mapToDouble(ServedManifest::capacity).sum();
        boolean unitsKnown = table.hasUnits() && !served.isEmpty();
        Long predictMinutes = minutes(WorkTime.all(partitions, PartitionReport::predictTime));
        Long serveMinutes = minutes(WorkTime.all(partitions, PartitionReport::serveTime));
        Long minutes = sum(predictMinutes, serveMinutes);
        return new Spent(
                predicted.isEmpty() ? null : Long.valueOf(molecules),
                molecules == 0 ? null : Double.valueOf(seconds / molecules),
                predictMinutes,
                serveMinutes,
                minutes == null ? null : Double.valueOf(minutes * prices.runnerMinute()),
                served.isEmpty()
                        ? null
                        : Long.valueOf(
                                served.stream().mapToLong(ServedManifest::items).sum()),
                unitsKnown ? Double.valueOf(units) : null,
                unitsKnown ? table.cost(units, prices) : null);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }

    /** The minutes of all jobs, each rounded up to a minute; null if there are no jobs. */
    private static @Nullable Long minutes(List<WorkTime> times) {
        return times.isEmpty()
                ? null
                : Long.valueOf(times.stream()
                        .mapToLong(time -> Math.max(1, (long) Math.ceil(time.seconds() / MINUTE)))
                        .sum());
    }
}
