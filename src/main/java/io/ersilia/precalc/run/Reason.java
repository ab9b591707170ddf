package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a row is rejected. */
public enum Reason {
    INVALID_SMILES,
    NO_INCHIKEY,
    TOO_COMPLEX,
    EMPTY_OUTPUT,
    MODEL_FAILED,
    INVALID_KEY,
    INVALID_INPUT,
    NUMBER_OUT_OF_RANGE,
    ITEM_TOO_LARGE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word used in files, items and answers, e.g. {@code invalid_smiles}. */
    @JsonValue
    public String label() {
        return label;
    }

    @JsonCreator
    public static Reason ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return label;
    }
}
