package io.ersilia.precalc.dataset;

/**
 * The type of a column of a dataset.
 *
 * @param scale digits after the decimal point of a decimal of 38 digits; 0 for other types
 */
public record DataType(Kind kind, int scale) {

    /** Digits of a decimal: as many as a table's number has. */
    public static final int DECIMAL_DIGITS = 38;

    /** A whole number of 64 bits. */
    public static final DataType INTEGER = new DataType(Kind.INTEGER, 0);

    /** A number of double precision. */
    public static final DataType FLOAT = new DataType(Kind.FLOAT, 0);

    public static final DataType TEXT = new DataType(Kind.TEXT, 0);

    /** The kind of a column's cells. */
    public enum Kind {
        INTEGER,
        FLOAT,
        DECIMAL,
        TEXT
    }

    public DataType {
        if (scale < 0 || scale > DECIMAL_DIGITS || (scale > 0 && kind != Kind.DECIMAL)) {
            throw new IllegalArgumentException("no %s with %d digits after the point".formatted(kind, scale));
        }
    }

    static DataType decimal(int scale) {
        return new DataType(Kind.DECIMAL, scale);
    }

    public boolean isNumber() {
        return kind != Kind.TEXT;
    }

    /** The type as datasets name it, e.g. {@code decimal(38,19)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case INTEGER -> "integer";
            case FLOAT -> "float";
            case TEXT -> "string";
            case DECIMAL -> "decimal(%d,%d)".formatted(DECIMAL_DIGITS, scale);
        };
    }
}
