package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.serve.ServedKeys;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The other partitions of a run: until finish settles it, one of them may have written a key that this one has too. */
record Rivals(RunStore store, Partition self, @Nullable Plan plan) {

    /** Those of the keys that another partition has too. */
    Set<InchiKey> among(Set<InchiKey> keys) throws IOException {
        Set<InchiKey> found = new HashSet<>();
        if (plan == null) {
            return found;
        }
        for (Share slice : plan.shares()) {
            Partition other = plan.partition(slice.worker());
            if (!other.equals(self) && store.manifest(other).isPresent()) {
                add(other, keys, found);
            }
        }
        return found;
    }

    private void add(Partition other, Set<InchiKey> keys, Set<InchiKey> found) throws IOException {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            ServedKeys.fetch(store, other, plan, store.served(other).orElse(null), work)
                    .forEach((key, entry) -> {
                        if (keys.contains(key)) {
                            found.add(key);
                        }
                    });
        }
    }
}
