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

    /** Of an input with a prediction. */
    public static LookupStatus of(PredictionsAnswer.Found found) {
        return found.isComputed() ? COMPUTED : found.stale() ? STALE : STORED;
    }

    /** As the column {@code status} has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean hasPrediction() {
        return compareTo(REJECTED) < 0;
    }
}
