package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.library.LibraryRow;
import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.RewrittenCells;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks through the rows of a slice before the model is asked: which cells are not read as they are written, and whether the
 * library's own keys match its molecules. Only some rows have their key checked, because computing an InChIKey costs more
 * than all else. Keys are kept whatever is found.
 */
final class FirstLook {

    /** How many rows have their key recomputed, evenly spread over the slice: it takes a twentieth of a second. */
    static final int COMPARED = 200;

    private static final int ROWS = 1000;
    private static final int EXAMPLES = 3;

    private final Screening screening;
    private final long size;
    private final boolean trustKeys;
    private final RewrittenCells rewritten = new RewrittenCells();
    private final List<String> examples = new ArrayList<>();
    private long row;
    private long sampled;
    private long compared;
    private long different;

    /** @param size how many rows there are */
    FirstLook(Screening screening, long size, boolean trustKeys) {
        this.screening = screening;
        this.size = size;
        this.trustKeys = trustKeys;
    }

    /** Looks at all rows, and closes the slice. */
    void through(SliceFile slice) throws IOException {
        try (slice) {
            for (List<LibraryRow> rows = slice.read(ROWS); !rows.isEmpty(); rows = slice.read(ROWS)) {
                Stop.check();
                rows.forEach(this::look);
            }
        }
    }

    private void look(LibraryRow one) {
        rewritten.look(one.smiles());
        long most = Math.min(COMPARED, size);
        if (row >= size * sampled / most) {
            sampled++;
            if (!trustKeys) {
                compare(one);
            }
        }
        row++;
    }

    private void compare(LibraryRow one) {
        InchiKey own = InchiKey.inCell(one.key()).orElse(null);
        if (own == null || !(screening.screen(one.smiles(), null) instanceof Screened.Accepted molecule)) {
            return;
        }
        compared++;
        if (!own.equals(molecule.key())) {
            different++;
            if (examples.size() < EXAMPLES) {
                examples.add("row %d '%s' has %s, not %s"
                        .formatted(one.number(), Printable.of(molecule.smiles()), molecule.key(), own));
            }
        }
    }

    /** Says which cells are not read as they are written; empty if there are none. */
    Optional<String> rewritten() {
        return rewritten.words();
    }

    /** Says which keys are not those of their molecules; empty if there are none. */
    Optional<String> otherKeys() {
        return different == 0
                ? Optional.empty()
                : Optional.of(
                        "keys that do not match their SMILES: %s of %s (%s); the library's keys are kept: put each key beside its own molecule, or confirm them with --trust-keys"
                                .formatted(Words.count(different), Words.count(compared), String.join("; ", examples)));
    }
}
