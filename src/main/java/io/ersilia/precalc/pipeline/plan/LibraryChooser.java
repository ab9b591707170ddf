package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.library.Samples;
import io.ersilia.precalc.store.FileSet;
import io.ersilia.precalc.store.RunStore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which file a run reads its molecules from. */
public final class LibraryChooser {

    private static final Logger log = LoggerFactory.getLogger(LibraryChooser.class);

    /** What the smoke test of a fresh clone reads. */
    private static final String FALLBACK = "test_input.csv";

    private final RunStore store;
    private final boolean inFolder;
    private final Function<String, FileSet> sources;

    /**
     * @param inFolder whether the store is a folder, so that the test input may stand in for a library
     * @param sources opens a path or {@code s3://…}, which may mean several files
     */
    public LibraryChooser(RunStore store, boolean inFolder, Function<String, FileSet> sources) {
        this.store = store;
        this.inFolder = inFolder;
        this.sources = sources;
    }

    /**
     * The file to read, or several.
     *
     * @param readyMade whether it is a sample already, so that all of its rows are used
     */
    public record Chosen(FileSet source, boolean readyMade) {}

    /**
     * Chooses.
     *
     * @param given the path or URI asked for; null for the store's own library
     * @param sample the number of molecules asked for; null for all
     */
    public Chosen choose(@Nullable String given, @Nullable Integer sample) {
        FileSet whole = given == null ? usual() : sources.apply(given);
        if (sample != null && whole.single() != null) {
            FileSet readyMade = sources.apply(Samples.beside(whole.uri(), sample));
            if (readyMade.isPresent()) {
                return new Chosen(readyMade, true);
            }
        }
        return new Chosen(whole, false);
    }

    /** The library that a plan names. */
    public FileSet planned(String uri) {
        return sources.apply(uri);
    }

    private FileSet usual() {
        FileSet own = FileSet.of(store.library());
        if (!own.isPresent() && inFolder) {
            FileSet fallback = sources.apply(FALLBACK);
            if (fallback.isPresent()) {
                log.warn("no library at {}: reading {}; name one with --library", own.uri(), FALLBACK);
                return fallback;
            }
        }
        return own;
    }
}
