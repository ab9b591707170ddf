package io.ersilia.precalc.prediction;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One cell of a prediction, typed.
 *
 * @param text a number in plain notation without trailing zeros and with at most 38 significant digits; or the text; empty for
 *     {@link Kind#MISSING}
 */
public record Value(Kind kind, String text) {

    public static final Value MISSING = new Value(Kind.MISSING, "");

    /** Shared values, because models with thousands of columns return mostly digits. */
    private static final List<Value> DIGITS = IntStream.rangeClosed(0, 9)
            .mapToObj(digit -> new Value(Kind.NUMBER, Integer.toString(digit)))
            .toList();

    /** The type of a cell. */
    public enum Kind {
        NUMBER,
        TEXT,
        MISSING
    }

    public static Value text(String text) {
        return new Value(Kind.TEXT, text);
    }

    public static Value whole(long number) {
        return number >= 0 && number < DIGITS.size()
                ? DIGITS.get((int) number)
                : new Value(Kind.NUMBER, Long.toString(number));
    }

    /** A number that is already in plain notation and within the table's range. */
    public static Value number(String plain) {
        return plain.length() == 1 ? whole(plain.charAt(0) - '0') : new Value(Kind.NUMBER, plain);
    }
}
