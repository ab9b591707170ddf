package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.CsvSource;
import io.ersilia.precalc.store.RunStore;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A partition's CSV, read once and straight from the store, not compressed. Nothing of it may be shown before {@link #verify}.
 */
public final class PartitionStream extends FilterInputStream {

    private final RunStore store;
    private final Partition partition;
    private final @Nullable Plan plan;
    private final @Nullable PartitionManifest manifest;
    private final DigestInputStream stored;

    private PartitionStream(
            RunStore store,
            Partition partition,
            @Nullable Plan plan,
            @Nullable PartitionManifest manifest,
            DigestInputStream stored,
            boolean zipped)
            throws IOException {
        super(PartitionCopy.unzipped(partition, stored, zipped));
        this.store = store;
        this.partition = partition;
        this.plan = plan;
        this.manifest = manifest;
        this.stored = stored;
    }

    /**
     * Begins to read.
     *
     * @param plan null for a partition that was imported
     * @throws Failure of kind INPUT if there is no such partition, or its manifest is not its own
     */
    public static PartitionStream open(RunStore store, Partition partition, @Nullable Plan plan) throws IOException {
        PartitionManifest manifest = store.manifest(partition).orElse(null);
        CsvSource csv = store.csv(partition)
                .orElseThrow(
                        () -> Failure.input("%s is not in %s: predict it first".formatted(partition, store.uri())));
        requireManifest(store, partition, plan, manifest);
        DigestInputStream stored = new DigestInputStream(csv.bytes().open(0, Long.MAX_VALUE), Sha256.digest());
        return new PartitionStream(store, partition, plan, manifest, stored, csv.zipped());
    }

    /** A planned slice without a manifest was left by a worker that was stopped: it may be incomplete. */
    private static void requireManifest(
            RunStore store, Partition partition, @Nullable Plan plan, @Nullable PartitionManifest manifest) {
        if (plan != null && manifest == null) {
            throw Failure.input("%s is not predicted in %s: its CSV has no manifest; predict it first"
                    .formatted(partition, store.uri()));
        }
        if (manifest != null && !manifest.partition().equals(partition)) {
            throw Failure.input("the manifest of %s in %s says that it belongs to %s: predict it again with --force"
                    .formatted(partition, store.uri(), manifest.partition()));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (MalformedCsvException | ZipException | EOFException e) {
            throw PartitionCopy.noGzip(partition, e);
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: %s; run the same command again".formatted(name(), Printable.reason(e)), e);
        }
    }

    /** The hash of the bytes as stored, all of which are read for it. */
    String sha256() throws IOException {
        stored.transferTo(OutputStream.nullOutputStream()); // bytes behind the end of a gzip are hashed too
        return Sha256.hex(stored.getMessageDigest());
    }

    /**
     * Requires that the bytes are those of the manifest, if there is one; reads those that are left.
     *
     * @throws Failure of kind INPUT if they are not
     */
    public void verify() throws IOException {
        if (manifest != null) {
            requireHash(sha256());
        }
    }

    void requireHash(String sha256) {
        if (manifest != null && !manifest.sha256().equals(sha256)) {
            throw Failure.input("%s has the SHA-256 %s, its manifest says %s: predict it again with --force"
                    .formatted(partition, sha256, manifest.sha256()));
        }
    }

    /** Its rows, in the order of the library. */
    public PartitionRows rows() throws IOException {
        return new PartitionRows(store, partition, this, plan, manifest);
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
    PartitionManifest manifest() {
        return manifest;
    }

    public @Nullable String modelVersion() {
        return manifest == null ? null : manifest.modelVersion();
    }
}
