package io.ersilia.precalc.store;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files that a place refers to: a single file, or all in a folder, below a prefix or matching a pattern, sorted by name. */
public final class FileSet {

    private final String uri;
    private final @Nullable ByteSource single;
    private final Supplier<List<ByteSource>> listing;
    private @Nullable List<ByteSource> files;

    private FileSet(String uri, @Nullable ByteSource single, Supplier<List<ByteSource>> listing) {
        this.uri = uri;
        this.single = single;
        this.listing = listing;
    }

    public static FileSet of(ByteSource file) {
        return new FileSet(file.uri(), file, () -> List.of(file));
    }

    /**
     * Several files.
     *
     * @param uri where they are, as a user would write it
     * @param listing finds them; called once, and only when they are needed
     */
    public static FileSet of(String uri, Supplier<List<ByteSource>> listing) {
        return new FileSet(uri, null, listing);
    }

    /** Where the files are, as a user would write it. */
    public String uri() {
        return uri;
    }

    /** The file, which may not exist; null if the place can refer to several files, even if there is only one. */
    public @Nullable ByteSource single() {
        return single;
    }

    /** The files; if the place can refer to several, those that exist. */
    public List<ByteSource> files() {
        if (files == null) {
            files = List.copyOf(listing.get());
        }
        return files;
    }

    /** Whether there is anything to read, as far as known without reading it. */
    public boolean isPresent() {
        return single == null || single.size().isPresent();
    }
}
