package io.ersilia.precalc.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests of partitions that were never really served: without write units, probes or a file of keys. */
public final class ServedManifests {

    private ServedManifests() {}

    /** Of this table, served in one second. */
    public static ServedManifest of(String table, @Nullable String tableId, String sha256, long rows, Instant started) {
        return new ServedManifest(
                table, tableId, sha256, rows, rows, 0, Rejections.NONE, 0, started, 1, List.of(), null, null);
    }

    /** With these counts. */
    public static ServedManifest counting(long rows, long items, long duplicates, Rejections rejected) {
        return new ServedManifest(
                "memory:", null, "", rows, items, duplicates, rejected, 0, Instant.EPOCH, 0, List.of(), null, null);
    }
}
