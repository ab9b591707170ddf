package io.ersilia.precalc.prediction;

/**
 * One cell of a prediction, typed.
 *
 * @param text a number in plain notation without trailing zeros and with at most 38 significant digits; or the text; empty for
 *     {@link Kind#MISSING}
 */
public record Value(Kind kind, String text) {

    public static final Value MISSING = new Value(Kind.MISSING, "");

    /** The type of a cell. */
    public enum Kind {
        NUMBER,
        TEXT,
        MISSING
    }

    public static Value text(String text) {
        return new Value(Kind.TEXT, text);
    }

    /** A number that is already in plain notation and within the table's range. */
    public static Value number(String plain) {
        return new Value(Kind.NUMBER, plain);
    }
}
