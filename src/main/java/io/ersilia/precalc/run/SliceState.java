package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The progress of a slice; answers use the name in lower case, e.g. {@code predicting}. */
public enum SliceState {
    /** There are no rows, so nothing to do. */
    EMPTY,
    /** Nothing has been stored yet. */
    MISSING,
    /** There are finished batches or a CSV, but no manifest: a worker is running, or was stopped. */
    PREDICTING,
    /** The partition exists but is not in the table. */
    PREDICTED,
    /** The partition is in the table. */
    SERVED,
    /** The partition was in the table, which now has another run's items instead. */
    REPLACED,
    /** The model left a log, but no partition or batch. */
    FAILED;

    private final String label = name().toLowerCase(Locale.ROOT);

    @JsonValue
    @Override
    public String toString() {
        return label;
    }

    /** Whether the rows are still to be predicted. */
    public boolean isToPredict() {
        return this == MISSING || this == PREDICTING || this == FAILED;
    }
}
