package io.ersilia.precalc.doctor;

import io.ersilia.precalc.library.Library;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.FileSet;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The library that a run would read, found and read once for all checks that need it. */
public final class Molecules {

    private final Supplier<FileSet> choose;
    private final Supplier<Screening> screening;
    private final LongConsumer progress;
    private @Nullable Library library;
    private Plan.@Nullable Library scanned;

    /**
     * Opens nothing yet.
     *
     * @param choose finds the file as {@code plan} does
     * @param progress receives how many more rows were read
     */
    public Molecules(Supplier<FileSet> choose, Supplier<Screening> screening, LongConsumer progress) {
        this.choose = choose;
        this.screening = screening;
        this.progress = progress;
    }

    /** Reads the whole file. */
    Plan.Library scan() {
        Library found = Library.of(choose.get(), text -> screening.get().isSmiles(text));
        Plan.Library whole = found.scan(progress);
        library = found;
        scanned = whole;
        return whole;
    }

    /** What was read; null if reading failed. */
    Plan.@Nullable Library scanned() {
        return scanned;
    }

    Library library() {
        if (library == null) {
            throw new IllegalStateException("no library was read");
        }
        return library;
    }

    Screening screening() {
        return screening.get();
    }
}
