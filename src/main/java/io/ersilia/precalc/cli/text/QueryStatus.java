package io.ersilia.precalc.cli.text;

import java.util.Locale;

/** What a query found for an input. */
public enum QueryStatus {
    STORED,
    STALE,
    COMPUTED,
    REJECTED,
    MISSING,
    INVALID;

    /** As the column {@code status} has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean hasPrediction() {
        return compareTo(REJECTED) < 0;
    }
}
