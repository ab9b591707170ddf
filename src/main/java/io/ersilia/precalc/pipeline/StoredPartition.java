package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.PartitionRows.Row;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.CsvSource;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partition ready to be read, more than once: copied to this machine and proven to be what its manifest says.
 *
 * @param plan null for a run that was imported
 * @param manifest null for a partition that was imported
 */
record StoredPartition(
        RunStore store,
        Partition partition,
        @Nullable Plan plan,
        @Nullable PartitionManifest manifest,
        PartitionCopy copy) {

    /** @throws Failure of kind INPUT when there is no such partition, or another than its manifest says */
    static StoredPartition fetch(RunStore store, Partition partition, @Nullable Plan plan, WorkFolder work) {
        CsvSource csv = store.csv(partition)
                .orElseThrow(
                        () -> Failure.input("%s is not in %s: predict it first".formatted(partition, store.uri())));
        PartitionManifest manifest = store.manifest(partition).orElse(null);
        PartitionCopy copy = PartitionCopy.of(partition, csv, work.file("part.csv"));
        if (manifest != null && !manifest.sha256().equals(copy.sha256())) {
            throw Failure.input("%s has the SHA-256 %s, its manifest says %s: predict it again with --force"
                    .formatted(partition, copy.sha256(), manifest.sha256()));
        }
        return new StoredPartition(store, partition, plan, manifest, copy);
    }

    PartitionRows rows() throws IOException {
        return new PartitionRows(store, partition, copy.open(), plan, manifest);
    }

    @Nullable
    String modelVersion() {
        return manifest == null ? null : manifest.modelVersion();
    }

    /** Names of the output columns; empty when nothing was predicted. */
    List<String> columns() throws IOException {
        try (PartitionRows rows = rows()) {
            return rows.reader().columns();
        }
    }

    /** The positions of rows whose key a later row has too. */
    BitSet superseded(WorkFolder work) throws IOException {
        BitSet superseded = new BitSet();
        try (PartitionRows rows = rows();
                KeyLedger keys = new KeyLedger(work)) {
            long position = 0;
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next(), position++) {
                ParsedRow parsed = row.get().parsed();
                if (parsed.key() != null) {
                    keys.add(parsed.key(), new KeyLedger.Entry(0, position, parsed instanceof ParsedRow.Valid));
                }
            }
            keys.forEachKey(entries ->
                    entries.subList(0, entries.size() - 1).forEach(entry -> superseded.set((int) entry.position())));
        }
        return superseded;
    }
}
