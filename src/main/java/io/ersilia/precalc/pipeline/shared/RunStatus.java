package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Looks how far each slice of a run is: one listing, then only the manifests of what is predicted. */
public final class RunStatus {

    private final RunStore store;
    private final PredictionTable table;
    private final Manifests manifests;

    public RunStatus(RunStore store, PredictionTable table) {
        this(store, table, Manifests.in(store));
    }

    public RunStatus(RunStore store, PredictionTable table, Manifests manifests) {
        this.store = store;
        this.table = table;
        this.manifests = manifests;
    }

    /** The slices of a planned run, in order. */
    public List<SliceStatus> of(Plan plan) {
        RunFiles files = store.files(plan.model(), plan.run());
        Optional<String> tableId = table.id();
        return InParallel.all(plan.slices().stream()
                .<Callable<SliceStatus>>map(slice -> () -> planned(plan, slice, files, tableId))
                .toList());
    }

    /** The partitions of a run that was imported, in order. */
    public List<SliceStatus> ofImported(ModelId model, RunId run) {
        RunFiles files = store.files(model, run);
        Optional<String> tableId = table.id();
        return InParallel.all(files.partitions().stream()
                .<Callable<SliceStatus>>map(worker -> () -> imported(new Partition(model, run, worker), files, tableId))
                .toList());
    }

    private SliceStatus planned(Plan plan, PlannedSlice slice, RunFiles files, Optional<String> tableId) {
        int worker = slice.worker();
        long rows = slice.slice().size();
        if (slice.slice().isEmpty()) {
            return new SliceStatus(worker, 0L, 0L, 0, 0, SliceState.EMPTY, 0);
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
        return new SliceStatus(worker, rows, 0L, 0, 0, state, kept);
    }

    private SliceStatus imported(Partition partition, RunFiles files, Optional<String> tableId) {
        PartitionManifest manifest = files.isPredicted(partition.number())
                ? manifests.predicted(partition).orElse(null)
                : null;
        return partition(partition, manifest == null ? null : manifest.rowsIn(), manifest, files, tableId);
    }

    private SliceStatus partition(
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
        return new SliceStatus(
                partition.number(),
                rows == null ? counted : rows,
                manifest == null ? counted : Long.valueOf(manifest.predicted()),
                manifest == null ? 0 : manifest.rejected().total(),
                served.map(ServedManifest::items).orElse(0L),
                served.isPresent() ? SliceState.SERVED : SliceState.PREDICTED,
                0);
    }
}
