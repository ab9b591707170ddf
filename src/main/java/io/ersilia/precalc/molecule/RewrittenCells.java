package io.ersilia.precalc.molecule;

import io.ersilia.precalc.molecule.WrittenSmiles.Tidied;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the cells that are not read exactly as written, for a message. Not thread-safe. */
public final class RewrittenCells {

    private long tails;
    private long signs;

    public void look(String cell) {
        WrittenSmiles written = WrittenSmiles.of(cell);
        tails += written.tidied().contains(Tidied.TAIL) ? 1 : 0;
        signs += written.tidied().contains(Tidied.SIGNS) ? 1 : 0;
    }

    /** Describes what was not read as written; empty if everything was. */
    public Optional<String> words() {
        List<String> words = new ArrayList<>();
        if (tails > 0) {
            words.add("in %s SMILES, the extension |…| is ignored".formatted(Words.count(tails)));
        }
        if (signs > 0) {
            words.add("in %s SMILES, another dash is read as '-'".formatted(Words.count(signs)));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }
}
