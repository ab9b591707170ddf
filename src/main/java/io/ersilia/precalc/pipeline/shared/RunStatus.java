package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out how far each slice of a run is: one listing, then only the manifests of predicted slices. */
public final class RunStatus {

    private final PredictionTable table;
    private final Manifests manifests;
    private final Replacements replacements;

    public RunStatus(RunStore store, PredictionTable table) {
        this(table, Manifests.in(store), new Replacements(table));
    }

    /** @param replacements what is known about them so far */
    public RunStatus(PredictionTable table, Manifests manifests, Replacements replacements) {
        this.table = table;
        this.manifests = manifests;
        this.replacements = replacements;
    }

    /** The slices of a planned run, in order. */
    public List<SliceStatus> of(Plan plan) {
        RunFiles files = manifests.files(plan.model(), plan.run());
        Optional<String> tableId = table.id();
        return compared(InParallel.each(plan.shares(), slice -> planned(plan, slice, files, tableId)));
    }

    /** The partitions of a run that was imported, in order. */
    public List<SliceStatus> ofImported(ModelId model, RunId run) {
        RunFiles files = manifests.files(model, run);
        Optional<String> tableId = table.id();
        return compared(InParallel.each(
                files.partitions(), worker -> imported(new Partition(model, run, worker), files, tableId)));
    }

    /** What the files say; served partitions must still be compared with the table. */
    private record Found(
            SliceStatus status,
            @Nullable Partition partition,
            @Nullable ServedManifest served) {

        static Found unserved(SliceStatus status) {
            return new Found(status, null, null);
        }
    }

    private List<SliceStatus> compared(List<Found> found) {
        Map<Partition, ServedManifest> served = new HashMap<>();
        for (Found one : found) {
            if (one.partition() != null && one.served() != null) {
                served.put(one.partition(), one.served());
            }
        }
        Map<Partition, RunId> replaced = replacements.among(served);
        return found.stream()
                .map(one -> {
                    RunId by = one.partition() == null ? null : replaced.get(one.partition());
                    return by == null ? one.status() : one.status().replaced(by);
                })
                .toList();
    }

    private Found planned(Plan plan, Share slice, RunFiles files, Optional<String> tableId) {
        int worker = slice.worker();
        long rows = slice.slice().size();
        if (slice.slice().isEmpty()) {
            return Found.unserved(new SliceStatus(worker, 0L, 0L, 0, 0, SliceState.EMPTY, 0));
        }
        Optional<PartitionManifest> manifest =
                files.isPredicted(worker) ? manifests.predicted(plan.partition(worker)) : Optional.empty();
        if (manifest.isPresent()) {
            return partition(manifest.get().partition(), rows, manifest.get(), files, tableId);
        }
        long kept = files.keptRows(worker, slice.slice());
        SliceState state = kept > 0 || files.hasCsv(worker)
                ? SliceState.PREDICTING
                : files.hasLog(worker) ? SliceState.FAILED : SliceState.MISSING;
        return Found.unserved(new SliceStatus(worker, rows, 0L, 0, 0, state, kept));
    }

    private Found imported(Partition partition, RunFiles files, Optional<String> tableId) {
        PartitionManifest manifest = files.isPredicted(partition.number())
                ? manifests.predicted(partition).orElse(null)
                : null;
        return partition(partition, manifest == null ? null : manifest.rowsIn(), manifest, files, tableId);
    }

    private Found partition(
            Partition partition,
            @Nullable Long rows,
            @Nullable PartitionManifest manifest,
            RunFiles files,
            Optional<String> tableId) {
        Optional<ServedManifest> served = files.hasServedManifest(partition.number())
                ? manifests
                        .served(partition)
                        .filter(one -> one.stillHolds(manifest == null ? null : manifest.sha256(), tableId))
                : Optional.empty();
        Long counted = served.map(ServedManifest::rows).orElse(null);
        SliceStatus status = new SliceStatus(
                partition.number(),
                rows == null ? counted : rows,
                manifest == null ? counted : Long.valueOf(manifest.predicted()),
                manifest == null ? 0 : manifest.takenOver(),
                manifest == null ? 0 : manifest.rejected().total(),
                served.map(ServedManifest::items).orElse(0L),
                served.isPresent() ? SliceState.SERVED : SliceState.PREDICTED,
                0,
                null);
        return new Found(status, partition, served.orElse(null));
    }
}
