package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.PartitionRows.Row;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.WorkFolder;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The other partitions of a run: until finish settles it, one of them may have written a key that this one has too. */
record Rivals(RunStore store, StoredPartition self) {

    /** Those of the keys that another partition has. */
    Set<InchiKey> among(Set<InchiKey> keys) throws IOException {
        Set<InchiKey> found = new HashSet<>();
        Plan plan = self.plan();
        if (plan == null) {
            return found;
        }
        for (PlannedSlice slice : plan.slices()) {
            Partition other = plan.partition(slice.worker());
            if (!other.equals(self.partition()) && store.manifest(other).isPresent()) {
                add(other, plan, keys, found);
            }
        }
        return found;
    }

    private void add(Partition other, Plan plan, Set<InchiKey> keys, Set<InchiKey> found) throws IOException {
        try (WorkFolder work = WorkFolder.create();
                PartitionRows rows =
                        StoredPartition.fetch(store, other, plan, work).rows()) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                InchiKey key = row.get().parsed().key();
                if (key != null && keys.contains(key)) {
                    found.add(key);
                }
            }
        }
    }
}
