package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.report.CostFacts.Spent;
import io.ersilia.precalc.report.PartitionFacts.Work;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run was meant to take and what it took.
 *
 * @param table as it is charged
 */
record ReportedCost(RunStore store, Prices prices, TableAhead table) {

    private static final String USUAL_RUNNER = "ersilia";

    // Of what is compared only these do not depend on them: waves and files.
    private static final int BATCH = 1000;
    private static final int AT_ONCE = 10;

    private static final double MINUTE = 60; // in seconds

    CostFacts of(@Nullable Plan plan, List<PartitionFacts> partitions, List<String> notes) {
        Estimate estimate =
                plan == null ? null : ReadableManifests.readable(() -> Optional.of(estimate(plan, partitions)), notes);
        return new CostFacts(
                prices.currency(),
                prices.region(),
                prices.checked(),
                table.hasUnits() ? chargedByUnit() : Boolean.FALSE,
                estimate == null ? Spent.UNKNOWN : planned(estimate),
                actual(partitions),
                estimate == null || estimate.time().measuredRun() == null
                        ? null
                        : "a molecule took as long as in run %s, %,d molecules%s"
                                .formatted(
                                        estimate.time().measuredRun(),
                                        estimate.time().measuredMolecules(),
                                        Boolean.FALSE.equals(estimate.time().measuredAlike())
                                                ? " by another version or runner"
                                                : ""));
    }

    /** Null where the table could not be asked. */
    private @Nullable Boolean chargedByUnit() {
        return table.capacity() == null ? null : Boolean.valueOf(table.assumed().isChargedByUnit());
    }

    private Estimate estimate(Plan plan, List<PartitionFacts> partitions) {
        String runner = partitions.stream()
                .map(PartitionFacts::runner)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(USUAL_RUNNER);
        return new Estimator(store, prices, runner, BATCH, AT_ONCE).atFirst(plan, table);
    }

    private Spent planned(Estimate estimate) {
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

    private Spent actual(List<PartitionFacts> partitions) {
        List<PartitionFacts> predicted =
                partitions.stream().filter(one -> one.predict() != null).toList();
        List<PartitionFacts> served =
                partitions.stream().filter(one -> one.serve() != null).toList();
        Long predictMinutes = minutes(predicted.stream()
                .map(PartitionFacts::predict)
                .filter(Objects::nonNull)
                .toList());
        Long serveMinutes = minutes(served.stream()
                .map(PartitionFacts::serve)
                .filter(Objects::nonNull)
                .toList());
        long molecules = predicted.stream()
                .mapToLong(one -> one.predicted() == null ? 0 : one.predicted())
                .sum();
        double seconds = predicted.stream()
                .mapToDouble(one -> one.predict() == null ? 0 : one.predict().seconds())
                .sum();
        double units = served.stream()
                .mapToDouble(one -> one.capacity() == null ? 0 : one.capacity())
                .sum();
        boolean unitsKnown = table.hasUnits() && !served.isEmpty();
        return new Spent(
                predicted.isEmpty() ? null : Long.valueOf(molecules),
                molecules == 0 ? null : Double.valueOf(seconds / molecules),
                predictMinutes,
                serveMinutes,
                predictMinutes == null && serveMinutes == null
                        ? null
                        : Double.valueOf((orNone(predictMinutes) + orNone(serveMinutes)) * prices.runnerMinute()),
                served.isEmpty()
                        ? null
                        : Long.valueOf(served.stream()
                                .mapToLong(one -> one.items() == null ? 0 : one.items())
                                .sum()),
                unitsKnown ? Double.valueOf(units) : null,
                unitsKnown ? table.cost(units, prices) : null);
    }

    private static double orNone(@Nullable Long minutes) {
        return minutes == null ? 0 : (double) minutes;
    }

    /** Of all jobs, each rounded up to a minute; null without any. */
    private static @Nullable Long minutes(List<Work> works) {
        return works.isEmpty()
                ? null
                : Long.valueOf(works.stream()
                        .mapToLong(work -> Math.max(1, (long) Math.ceil(work.seconds() / MINUTE)))
                        .sum());
    }
}
