package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partition copied to this machine and checked against its manifest, ready to be read more than once.
 *
 * @param plan null for a run that was imported
 * @param manifest null for a partition that was imported
 */
public record StoredPartition(
        RunStore store,
        Partition partition,
        @Nullable Plan plan,
        @Nullable PartitionManifest manifest,
        PartitionCopy copy) {

    /**
     * Copies the partition to this disk, with its hash.
     *
     * @param plan null for a partition that was imported
     * @throws Failure of kind INPUT if there is no such partition, or it does not match its manifest
     */
    public static StoredPartition fetch(
            RunStore store, Partition partition, @Nullable Plan plan, TemporaryFolder work) {
        try (PartitionStream csv = PartitionStream.open(store, partition, plan)) {
            PartitionCopy copy = PartitionCopy.of(csv, work.file("part.csv"));
            csv.requireHash(copy.sha256());
            return new StoredPartition(store, partition, plan, csv.manifest(), copy);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep a copy of %s of %s".formatted(partition, store.uri()), e);
        }
    }

    public PartitionRows rows() throws IOException {
        return new PartitionRows(store, partition, copy.open(0), plan, manifest);
    }

    /** The rows that predict rejected, in the order of the library; empty for a partition that was imported. */
    public Optional<RejectsFile.Reader> rejects() throws IOException {
        return manifest == null ? Optional.empty() : PartitionRows.rejects(store, manifest);
    }

    /** How the partition is named in messages. */
    public String name() {
        return "%s of %s".formatted(partition, store.uri());
    }

    @Nullable
    public String modelVersion() {
        return manifest == null ? null : manifest.modelVersion();
    }
}
