package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts molecules with atoms of unusual valence. They are asked like all others, but the model may refuse them, or
 * answer for another molecule than the one that was meant.
 */
final class UnusualValences {

    private static final int EXAMPLES = 3;

    private final List<String> examples = new ArrayList<>();
    private long count;

    void count(ScreenedRow row) {
        if (row.screened() instanceof Screened.Accepted molecule
                && !molecule.unusual().isEmpty()) {
            count++;
            if (examples.size() < EXAMPLES) {
                examples.add(
                        "row %d '%s' has %s".formatted(row.row(), Printable.of(molecule.smiles()), molecule.unusual()));
            }
        }
    }

    /** The warning; empty if all molecules are as usual. */
    Optional<String> warning() {
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        "%s an atom of unusual valence, which the model may refuse or interpret differently (%s); if that is a mistake, correct the library"
                                .formatted(
                                        Words.many(count, "molecule has", "molecules have"),
                                        String.join(", ", examples)));
    }
}
