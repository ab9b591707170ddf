package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Resources;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one slice is, and what its manifests say.
 *
 * @param planned the slice in the plan; null for an imported run
 * @param manifest what predict wrote; null until the slice is predicted
 * @param served what serve wrote; null until the partition is in the table
 */
public record PartitionReport(
        Partition partition,
        SliceStatus status,
        @Nullable PlannedSlice planned,
        @Nullable PartitionManifest manifest,
        @Nullable ServedManifest served) {

    /** The slices that took longest to predict, the longest first. */
    static List<PartitionReport> slowest(List<PartitionReport> partitions, int most) {
        return partitions.stream()
                .filter(one -> one.seconds() > 0)
                .sorted(Comparator.comparing(PartitionReport::seconds)
                        .reversed()
                        .thenComparing(PartitionReport::worker))
                .limit(most)
                .toList();
    }

    int worker() {
        return partition.number();
    }

    String name() {
        return "part-%04d".formatted(worker());
    }

    SliceState state() {
        return status.state();
    }

    @Nullable
    WorkTime predictTime() {
        return manifest == null ? null : new WorkTime(manifest.started(), manifest.seconds());
    }

    @Nullable
    WorkTime serveTime() {
        return served == null ? null : new WorkTime(served.started(), served.seconds());
    }

    /** The rows that predict rejected, by reason. */
    Rejections rejected() {
        return manifest == null ? Rejections.NONE : manifest.rejected();
    }

    Rejections servedRejected() {
        return served == null ? Rejections.NONE : served.rejected();
    }

    /** How many seconds predict took; 0 if unknown. */
    double seconds() {
        WorkTime time = predictTime();
        return time == null ? 0 : time.seconds();
    }

    /** How much of its machine the worker used; empty if that was not measured. */
    Optional<Resources> resources() {
        return Optional.ofNullable(manifest).map(PartitionManifest::resources);
    }

    /** The worker's predictions per second, including starting the model. */
    Optional<Double> perSecond() {
        return manifest == null || manifest.predicted() == 0 || seconds() <= 0
                ? Optional.empty()
                : Optional.of(manifest.predicted() / seconds());
    }
}
