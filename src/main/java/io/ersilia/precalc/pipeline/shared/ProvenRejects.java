package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.IOException;

/** The rows of a partition that predict rejected, checked against its manifest before any of them is read. */
public final class ProvenRejects {

    private ProvenRejects() {}

    /**
     * The file; it may be absent if the manifest is of an earlier version.
     *
     * @throws Failure of kind INPUT if it is absent otherwise, or does not match the manifest
     */
    public static ByteSource of(RunStore store, PartitionManifest manifest) {
        ByteSource file = store.rejects(manifest.partition());
        String expected = manifest.rejectsSha256();
        if (expected == null) {
            return file;
        }
        if (file.size().isEmpty()) {
            throw Failure.input("%s is absent, its partition has %s: predict it again with --force"
                    .formatted(file.uri(), Words.many(manifest.rejected().total(), "reject")));
        }
        String found = sha256(file);
        if (!found.equals(expected)) {
            throw Failure.input("%s has the SHA-256 %s, its manifest says %s: predict the partition again with --force"
                    .formatted(file.uri(), found, expected));
        }
        return file;
    }

    private static String sha256(ByteSource file) {
        try {
            return Sha256.hex(file.open(0, Long.MAX_VALUE));
        } catch (IOException e) {
            throw Failure.unavailable("cannot read %s: run the same command again".formatted(file.uri()), e);
        }
    }
}
