package io.ersilia.precalc.nearest;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fingerprints of the libraries that a store's models have predicted. Thread-safe. */
public final class LibraryNeighbours {

    private static final Logger log = LoggerFactory.getLogger(LibraryNeighbours.class);

    /** Knows no library. */
    public static final LibraryNeighbours NONE = new LibraryNeighbours(null, Path.of(""));

    private final @Nullable RunStore store;
    private final Path cache;
    private final Map<ModelId, Fingerprints> opened = new HashMap<>();

    /**
     * The fingerprints in the store.
     *
     * @param store null for none
     * @param cache folder on this machine for copies of files in S3, which cannot be mapped
     */
    public LibraryNeighbours(@Nullable RunStore store, Path cache) {
        this.store = store;
        this.cache = cache;
    }

    /** The fingerprints of the model's library; throws a {@link Failure} of kind INPUT if there are none. */
    public Fingerprints require(ModelId model) {
        return of(model)
                .orElseThrow(() -> Failure.input(
                        "no fingerprints of the library of %s in the store: make them with 'precalc finish --model %s --nearest'"
                                .formatted(model, model)));
    }

    /** The fingerprints of the library of the model's newest run that has any; once found, they are kept. */
    public synchronized Optional<Fingerprints> of(ModelId model) {
        if (!opened.containsKey(model) && store != null) {
            store.plans(model).stream()
                    .map(Plan::library)
                    .map(library -> store.fingerprints(library.sha256()))
                    .filter(file -> file.size().isPresent())
                    .findFirst()
                    .ifPresent(file -> opened.put(model, open(file)));
        }
        return Optional.ofNullable(opened.get(model));
    }

    private Fingerprints open(ByteSource file) {
        Path copy = copyOf(file);
        if (Places.isS3(file.uri()) && Files.exists(copy)) {
            try {
                return Fingerprints.open(copy, file.uri());
            } catch (Failure e) {
                log.debug("the copy {} is fetched again", copy, e);
            }
        }
        return stored(file);
    }

    /** The fingerprints in the store's current file: mapped in place or, if it is in S3, from a new copy. */
    public Fingerprints stored(ByteSource file) {
        if (!Places.isS3(file.uri())) {
            return Fingerprints.open(Path.of(file.uri()), file.uri());
        }
        Path copy = copyOf(file);
        fetch(file, copy);
        return Fingerprints.open(copy, file.uri());
    }

    /** The path of the copy. Libraries are named by their hash, so a copy never becomes outdated. */
    private Path copyOf(ByteSource file) {
        return cache.resolve(file.uri().substring(file.uri().lastIndexOf('/') + 1));
    }

    private void fetch(ByteSource file, Path copy) {
        try {
            Files.createDirectories(cache);
            Path part = Files.createTempFile(cache, "fingerprints", ".part");
            try (InputStream in = file.open(0, Long.MAX_VALUE)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot copy %s to %s: %s; free some space there, or name another folder in XDG_CACHE_HOME"
                            .formatted(file.uri(), copy, Printable.reason(e)),
                    e);
        }
    }
}
