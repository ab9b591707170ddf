package io.ersilia.precalc.doctor;

import io.ersilia.precalc.store.Places;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The store, as far as it can be checked without writing to it.
 *
 * @param place as the user names it
 * @param folder the store's folder; null if the store is on S3
 */
public record StoreCheck(String place, @Nullable Path folder, Places places) implements Check {

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String remedy() {
        return folder == null
                ? "correct --store, AWS_REGION or AWS_ENDPOINT_URL_S3; infra/README.md shows how to create a bucket"
                : "make it a writable folder, or choose another with --store";
    }

    @Override
    public Finding look() {
        if (folder == null) {
            return ok("%s can be listed and %s; writing was not tested"
                    .formatted(place, places.isInUse(place) ? "holds files" : "holds nothing yet"));
        }
        Path there = DiskCheck.nearest(folder);
        if (!Files.isDirectory(there)) {
            return error("%s is a file, not a folder".formatted(there));
        }
        if (!Files.isWritable(there) || !Files.isReadable(there)) {
            return error("the folder %s cannot be read and written".formatted(there));
        }
        return ok(
                there.equals(folder)
                        ? "the folder %s can be written; this was not tested".formatted(folder)
                        : "the folder %s is created by the first write".formatted(folder));
    }
}
