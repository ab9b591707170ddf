package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a slice is; the word used in answers is in lower case, e.g. {@code predicting}. */
public enum SliceState {
    /** It has no rows: there is nothing to do. */
    EMPTY,
    /** Nothing of it is there. */
    MISSING,
    /** Finished batches are there, or a CSV, the manifest is not: somebody is at it, or was ended. */
    PREDICTING,
    /** The partition is there, not in the table. */
    PREDICTED,
    /** The partition is in the table. */
    SERVED,
    /** The partition was in the table, which has another run's items in its place. */
    REPLACED,
    /** The model left a log, and neither a partition nor a batch. */
    FAILED;

    private final String label = name().toLowerCase(Locale.ROOT);

    @JsonValue
    @Override
    public String toString() {
        return label;
    }

    /** Whether its rows are still to be predicted. */
    public boolean isToPredict() {
        return this == MISSING || this == PREDICTING || this == FAILED;
    }
}
