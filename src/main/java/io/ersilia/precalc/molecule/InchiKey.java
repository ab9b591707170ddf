package io.ersilia.precalc.molecule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A standard InChIKey: 14 letters, 8 letters with {@code SA}, one letter. The key of every prediction. */
public record InchiKey(String value) {

    public static final int LENGTH = 27;

    public InchiKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "not a standard InChIKey: '%s', expected e.g. BSYNRYMUTXBXSQ-UHFFFAOYSA-N".formatted(value));
        }
    }

    /** Whether the text has the form {@code [A-Z]{14}-[A-Z]{8}SA-[A-Z]}; written by hand, because it is checked for every row. */
    public static boolean isValid(String text) {
        if (text.length() != LENGTH
                || text.charAt(14) != '-'
                || text.charAt(25) != '-'
                || text.charAt(23) != 'S'
                || text.charAt(24) != 'A') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < 'A' || c > 'Z') && i != 14 && i != 25) {
                return false;
            }
        }
        return true;
    }

    /**
     * The key in a cell that a person wrote, without the blanks around it.
     *
     * @param cell null if there is no such cell
     * @return empty if the cell has no standard InChIKey
     */
    public static Optional<InchiKey> inCell(@Nullable String cell) {
        String text = cell == null ? "" : WrittenSmiles.trimmed(cell);
        return isValid(text) ? Optional.of(new InchiKey(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
