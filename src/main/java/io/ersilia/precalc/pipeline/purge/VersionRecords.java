package io.ersilia.precalc.pipeline.purge;

import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the table knows of a model's versions in line with what a purge left: a version that no run of the store has
 * in the table any more is forgotten, with its columns, so that it may be served with others.
 */
record VersionRecords(RunStore store, PredictionTable table) {

    /** Prefers the record of the newest full run, else that of the newest sample. */
    private static final Comparator<ModelRecord> BEST =
            Comparator.comparing((ModelRecord one) -> !one.sample()).thenComparing(ModelRecord::created);

    void tidy(Purgeable purged) {
        ModelId model = purged.model();
        List<RunId> runs = store.runs(model);
        Map<Optional<String>, Set<RunId>> servedBy = served(model, runs);
        servedBy.forEach((version, by) -> handOver(purged, version.orElse(null), by));
        Set<Optional<String>> served = servedBy.keySet();
        ModelRecord next = served.stream()
                .flatMap(version -> table.model(model, version.orElse(null)).stream())
                .max(BEST)
                .orElse(null);
        purged.parts().stream()
                .map(part -> Optional.ofNullable(part.version()))
                .distinct()
                .filter(version -> !served.contains(version))
                .flatMap(version -> known(purged, version.orElse(null)).stream())
                .filter(gone -> purged.isWholeVersion() || runs.contains(gone.run())) // else another store's run has it
                .forEach(gone -> table.forget(gone, next));
    }

    /** Gives the record of a deleted run to the highest-ranking run left, which could not be served again otherwise. */
    private void handOver(Purgeable purged, @Nullable String version, Set<RunId> servedBy) {
        ModelId model = purged.model();
        Optional<ModelRecord> gone = table.model(model, version)
                .filter(record -> purged.runs().contains(record.run()))
                .filter(record -> !servedBy.contains(record.run()));
        Optional<Rank> heir = servedBy.stream()
                .flatMap(run -> store.plan(model, run).stream())
                .map(Rank::of)
                .reduce((one, other) -> one.mayReplace(other) ? one : other);
        if (gone.isPresent() && heir.isPresent()) {
            ModelRecord left = new ModelRecord(
                    model,
                    version,
                    gone.get().columns(),
                    heir.get(),
                    gone.get().deterministic(),
                    null,
                    null,
                    gone.get().facts(),
                    false);
            table.forget(gone.get(), left);
            table.save(left);
        }
    }

    /**
     * The record of a version. A purge that was killed may have forgotten it and left only the current record. That of a
     * published run stays as long as its run is not purged.
     */
    private Optional<ModelRecord> known(Purgeable purged, @Nullable String version) {
        ModelId model = purged.model();
        return table.model(model, version)
                .or(() -> table.model(model)
                        .filter(current -> Objects.equals(current.version(), version))
                        .filter(current -> !current.staged() || purged.runs().contains(current.run())));
    }

    /** The versions that any partition of the store has in the table, with their runs; an empty key for an unknown version. */
    private Map<Optional<String>, Set<RunId>> served(ModelId model, List<RunId> runs) {
        Optional<String> tableId = table.id();
        Map<Optional<String>, Set<RunId>> versions = new HashMap<>();
        for (RunId run : runs) {
            RunFiles files = store.files(model, run);
            List<Partition> served = files.partitions().stream()
                    .filter(files::hasServedManifest)
                    .map(number -> new Partition(model, run, number))
                    .toList();
            InParallel.each(served, partition -> version(partition, tableId)).stream()
                    .flatMap(List::stream)
                    .forEach(version -> versions.computeIfAbsent(version, one -> new HashSet<>())
                            .add(run));
        }
        return versions;
    }

    /** The version of a partition, empty if unknown; an empty list if the partition is not in the table. */
    private List<Optional<String>> version(Partition partition, Optional<String> tableId) {
        return store.served(partition).stream()
                .filter(one -> one.stillHolds(null, tableId))
                .map(one -> store.manifest(partition).map(PartitionManifest::modelVersion))
                .toList();
    }
}
