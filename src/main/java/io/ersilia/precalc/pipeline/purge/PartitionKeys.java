package io.ersilia.precalc.pipeline.purge;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.dynamodb.ItemSize;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys under which a partition has items in a table, both predictions and rejects, a chunk at a time. */
record PartitionKeys(
        RunStore store, Partition partition, @Nullable Plan plan) {

    /** The most keys of a chunk: they are in memory at once, and a file is locked while they are deleted. */
    static final int CHUNK = 10_000;

    /** Takes keys with the write units that their items took; no key twice in a chunk. */
    interface Visitor {
        void visit(Map<InchiKey, Long> chunk);
    }

    /** @throws io.ersilia.precalc.run.Failure of kind INPUT if there is no such partition, or it does not match its manifest */
    void forEachChunk(Visitor visitor) {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, work);
            ItemMaker items = new ItemMaker(partition, source.modelVersion(), Instant.EPOCH);
            Map<InchiKey, Long> chunk = new LinkedHashMap<>();
            try (PartitionRows rows = source.rows()) {
                for (Optional<ParsedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    Made made = items.make(row.get());
                    // a deletion takes as many units as the item took when it was written
                    made.item().ifPresent(item -> chunk.put(item.key(), ItemSize.writeUnits(made.bytes())));
                    if (chunk.size() == CHUNK) {
                        visitor.visit(chunk);
                        chunk.clear();
                    }
                }
            }
            if (!chunk.isEmpty()) {
                visitor.visit(chunk);
            }
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read " + partition, e);
        }
    }
}
