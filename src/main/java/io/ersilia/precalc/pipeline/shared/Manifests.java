package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunStore;
import java.util.Optional;

/** Where the manifests of partitions are found. */
public interface Manifests {

    Optional<PartitionManifest> predicted(Partition partition);

    Optional<ServedManifest> served(Partition partition);

    /** Those of a store, each read when it is asked for. */
    static Manifests in(RunStore store) {
        return new Manifests() {
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
