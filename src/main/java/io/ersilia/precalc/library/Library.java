package io.ersilia.precalc.library;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** The molecules that every model predicts: a file, or several files read as one. */
public interface Library {

    /**
     * The library in these files.
     *
     * @param isSmiles decides whether the first cell of a file without a known header is a molecule; asked by one thread at a time
     */
    static Library of(FileSet files, Predicate<String> isSmiles) {
        ByteSource single = files.single();
        return single == null ? new ManyFiles(files, isSmiles) : new ReferenceLibrary(single, isSmiles);
    }

    /**
     * Reads all of it once: columns, number of rows and hash.
     *
     * @param seen called now and then with the number of further rows read
     */
    Plan.Library scan(LongConsumer seen);

    /**
     * Divides the rows of a plan into slices, in a second pass.
     *
     * @param library as it was scanned
     * @param rows of the plan
     * @param seen called now and then with the number of further rows read
     */
    List<PlannedSlice> cut(Plan.Library library, long rows, int workers, LongConsumer seen);

    /** The given number of rows (all if there are fewer), evenly spread over the library: {@code floor(rows*i/count)} from 0. */
    List<LibraryRow> evenly(Plan.Library library, int count);

    /** How it was interpreted, if that is not obvious; determined by {@link #scan}. */
    Optional<String> understood();

    /** Why another column may be the right one; determined by {@link #scan}. */
    Optional<String> doubt();
}
