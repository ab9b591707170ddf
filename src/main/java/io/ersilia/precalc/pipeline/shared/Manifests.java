package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.util.Optional;

/** Finds the manifests of the partitions of a run. */
public interface Manifests {

    /** The names of the run's files. */
    RunFiles files(ModelId model, RunId run);

    Optional<PartitionManifest> predicted(Partition partition);

    Optional<ServedManifest> served(Partition partition);

    /** The manifests of a store, each read when it is asked for. */
    static Manifests in(RunStore store) {
        return new Manifests() {
            @Override
            public RunFiles files(ModelId model, RunId run) {
                return store.files(model, run);
            }

            @Override
            public Optional<PartitionManifest> predicted(Partition partition) {
                return store.manifest(partition);
            }

            @Override
            public Optional<ServedManifest> served(Partition partition) {
                return store.served(partition);
            }
        };
    }
}
