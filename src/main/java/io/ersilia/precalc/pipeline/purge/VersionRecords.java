package io.ersilia.precalc.pipeline.purge;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the table knows of a model's versions, brought in line with what a purge left: a version that no run of the store
 * has in the table any more is forgotten, its columns with it, so that it may be served with others.
 */
record VersionRecords(RunStore store, PredictionTable table) {

    /** The newest full run's, else the newest sample's. */
    private static final Comparator<ModelRecord> BEST =
            Comparator.comparing((ModelRecord one) -> !one.sample()).thenComparing(ModelRecord::created);

    void tidy(Purgeable purged) {
        ModelId model = purged.model();
        List<RunId> runs = store.runs(model);
        Set<Optional<String>> served = served(model, runs);
        ModelRecord next = served.stream()
                .flatMap(version -> table.model(model, version.orElse(null)).stream())
                .max(BEST)
                .orElse(null);
        purged.parts().stream()
                .map(part -> Optional.ofNullable(part.version()))
                .distinct()
                .filter(version -> !served.contains(version))
                .flatMap(version -> known(model, version.orElse(null)).stream())
                .filter(gone -> purged.isWholeVersion() || runs.contains(gone.run())) // else of another store's run
                .forEach(gone -> table.forget(gone, next));
    }

    /** A purge that was killed may have left the current record of a version that is forgotten otherwise. */
    private Optional<ModelRecord> known(ModelId model, @Nullable String version) {
        return table.model(model, version)
                .or(() -> table.model(model).filter(current -> Objects.equals(current.version(), version)));
    }

    /** The versions of which any partition of the store is in the table; empty for the one that nobody knows. */
    private Set<Optional<String>> served(ModelId model, List<RunId> runs) {
        Optional<String> tableId = table.id();
        Set<Optional<String>> versions = new HashSet<>();
        for (RunId run : runs) {
            RunFiles files = store.files(model, run);
            for (int number : files.partitions()) {
                Partition partition = new Partition(model, run, number);
                if (files.hasServedManifest(number)
                        && store.served(partition)
                                .filter(one -> one.stillHolds(null, tableId))
                                .isPresent()) {
                    versions.add(store.manifest(partition).map(PartitionManifest::modelVersion));
                }
            }
        }
        return versions;
    }
}
