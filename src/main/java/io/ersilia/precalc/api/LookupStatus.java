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

    /** Of the input that the row is about. */
    public static LookupStatus of(PredictionsAnswer.Row row) {
        if (row instanceof PredictionsAnswer.Found found) {
            return found.isComputed() ? COMPUTED : found.stale() ? STALE : STORED;
        }
        return row instanceof PredictionsAnswer.Missing
                ? MISSING
                : row instanceof PredictionsAnswer.Invalid ? INVALID : REJECTED;
    }

    /** As the column {@code status} has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean hasPrediction() {
        return compareTo(REJECTED) < 0;
    }
}
