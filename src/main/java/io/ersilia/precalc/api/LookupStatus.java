package io.ersilia.precalc.api;

import java.util.Locale;

/** What a lookup found for an input. */
public enum LookupStatus {
    STORED,
    STALE,
    COMPUTED,
    REJECTED,
    MISSING,
    INVALID;

    /** The status of the input that the row is about. */
    public static LookupStatus of(PredictionsAnswer.Row row) {
        if (row instanceof PredictionsAnswer.Found found) {
            return found.isComputed() ? COMPUTED : found.stale() ? STALE : STORED;
        }
        return row instanceof PredictionsAnswer.Missing
                ? MISSING
                : row instanceof PredictionsAnswer.Invalid ? INVALID : REJECTED;
    }

    /** The word for the column {@code status}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean hasPrediction() {
        return compareTo(REJECTED) < 0;
    }
}
