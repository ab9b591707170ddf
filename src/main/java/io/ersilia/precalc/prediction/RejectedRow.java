package io.ersilia.precalc.prediction;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One line of a rejects file.
 *
 * @param row of the library, from 1
 * @param key null if the molecule has none
 */
public record RejectedRow(long row, @Nullable InchiKey key, String input, Stage stage, Reason reason, String detail) {

    /** The row as the reader of a partition would return it. */
    public ParsedRow.Rejected parsed() {
        return new ParsedRow.Rejected(key, input, reason, detail);
    }

    /** Where a row was rejected. */
    public enum Stage {
        SCREEN,
        MODEL,
        /** On the way to or from the model, or in its server: predicting the slice again retries the molecule. */
        TRANSPORT,
        SERVE
    }
}
