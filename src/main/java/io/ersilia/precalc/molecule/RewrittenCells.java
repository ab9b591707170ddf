package io.ersilia.precalc.molecule;

import io.ersilia.precalc.molecule.WrittenSmiles.Tidied;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the cells that are not read as they are written, so that it can be said. For one thread. */
public final class RewrittenCells {

    private long tails;
    private long signs;

    public void look(String cell) {
        WrittenSmiles written = WrittenSmiles.of(cell);
        tails += written.tidied().contains(Tidied.TAIL) ? 1 : 0;
        signs += written.tidied().contains(Tidied.SIGNS) ? 1 : 0;
    }

    /** What was read otherwise than it is written; empty where nothing was. */
    public Optional<String> words() {
        List<String> words = new ArrayList<>();
        if (tails > 0) {
            words.add("%d SMILES have a tail |…| of extended SMILES, which is left away".formatted(tails));
        }
        if (signs > 0) {
            words.add("%d SMILES have another dash, which is read as '-'".formatted(signs));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }
}
