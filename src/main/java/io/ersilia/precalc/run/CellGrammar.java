package io.ersilia.precalc.run;

import com.fasterxml.jackson.core.io.NumberInput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a partition's cell, for the table and the statistics alike: {@code -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?} is a
 * number. It is kept to 38 significant digits, half even, from 1E-130 to 9.99…E+125, which is what DynamoDB keeps.
 * Optimised for speed, because a row may have thousands of cells.
 */
public final class CellGrammar {

    /** Significant digits of a DynamoDB number. */
    private static final int MAX_DIGITS = 38;

    /** The smallest and largest power of ten in front of a DynamoDB number. */
    private static final int MIN_EXPONENT = -130;

    private static final int MAX_EXPONENT = 125;

    private static final MathContext PRECISION = new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN);

    /** Between these limits a double is precise enough; closer to the ends of the range only the decimal digits are. */
    private static final double SURELY_LARGE_ENOUGH = 1.000001e-130;

    private static final double SURELY_SMALL_ENOUGH = 9.99999e125;

    /** The largest whole number to which another digit is added: both are exact as a long, and nearly so as a double. */
    private static final long FEW_DIGITS = 100_000_000_000_000_000L;

    /** Ten to the power of up to this is exact as a double. */
    private static final int EXACT_POWER = 22;

    /** How far a sum of two doubles may be off, as a share of the smaller one: four times the errors of three operations. */
    private static final double DOUBT = 0x1p-50;

    private static final double[] POWERS_OF_TEN = new double[EXACT_POWER + 1];

    /** The length of "-infinity", the longest name that is neither a number nor text. */
    private static final int LONGEST_NAME = 9;

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private CellGrammar() {}

    /** The number in the cell; infinite if a table cannot store it, NaN if the cell is not a number. */
    public static double number(String cell) {
        int end = mantissa(cell);
        if (end < 0) {
            return Double.NaN;
        }
        int from = cell.charAt(0) == '-' ? 1 : 0;
        if (end == cell.length()) {
            double nearest = quotient(cell, from, end);
            if (!Double.isNaN(nearest)) {
                return nearest;
            }
        }
        return end == cell.length() || isExponent(cell, end) ? parsed(cell) : Double.NaN;
    }

    /** The number nearest to one in plain notation. */
    public static double nearest(String plain) {
        double nearest = quotient(plain, plain.charAt(0) == '-' ? 1 : 0, plain.length());
        return Double.isNaN(nearest) ? NumberInput.parseDouble(plain, true) : nearest;
    }

    /** Whether the cell is a number that a table stores with all its digits, as most are. Faster than parsing it. */
    public static boolean isKeptWhole(String cell) {
        return cell.length() <= MAX_DIGITS && mantissa(cell) == cell.length();
    }

    /** Where the number's digits and its point end; -1 if the cell does not begin with a number. */
    private static int mantissa(String cell) {
        int length = cell.length();
        int from = length > 0 && cell.charAt(0) == '-' ? 1 : 0;
        int point = digits(cell, from);
        if (point == from || (point > from + 1 && cell.charAt(from) == '0')) {
            return -1;
        }
        if (point == length || cell.charAt(point) != '.') {
            return point;
        }
        int end = digits(cell, point + 1);
        return end == point + 1 ? -1 : end;
    }

    /**
     * The digits that a table stores for a numeric cell: plain, without exponent and trailing zeros; empty if it is out of
     * range.
     */
    public static Optional<String> plain(String cell) {
        int exponentAt = Math.max(cell.indexOf('e'), cell.indexOf('E'));
        if (exponentAt < 0 && cell.length() <= MAX_DIGITS) {
            return Optional.of(withoutTrailingZeros(cell)); // most cells need no BigDecimal
        }
        if (isZero(cell, exponentAt < 0 ? cell.length() : exponentAt)) {
            return Optional.of("0"); // whatever the exponent, which may be too long to parse
        }
        try {
            BigDecimal number = new BigDecimal(cell).round(PRECISION);
            long exponent = (long) number.precision() - number.scale() - 1;
            return exponent < MIN_EXPONENT || exponent > MAX_EXPONENT
                    ? Optional.empty()
                    : Optional.of(number.stripTrailingZeros().toPlainString());
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty(); // an exponent of over ten digits
        }
    }

    /** The type of a cell that is not a number. */
    public static Kind kindOfOther(String cell) {
        if (cell.isEmpty()) {
            return Kind.EMPTY;
        }
        if (cell.length() > LONGEST_NAME) {
            return Kind.TEXT;
        }
        String name = cell.toLowerCase(Locale.ROOT);
        if (name.equals("nan")) {
            return Kind.EMPTY;
        }
        String unsigned = name.startsWith("-") || name.startsWith("+") ? name.substring(1) : name;
        return unsigned.equals("inf") || unsigned.equals("infinity") ? Kind.OUT_OF_RANGE : Kind.TEXT;
    }

    /** The types of cells other than numbers. */
    public enum Kind {
        EMPTY,
        TEXT,
        OUT_OF_RANGE
    }

    /** The double nearest to a number of few digits; NaN if it has many, or where it is not sure. */
    private static double quotient(String cell, int from, int end) {
        long digits = 0;
        int point = end - 1;
        for (int at = from; at < end; at++) {
            char c = cell.charAt(at);
            if (c == '.') {
                point = at;
            } else if (digits <= FEW_DIGITS) {
                digits = 10 * digits + (c - '0');
            } else {
                return Double.NaN;
            }
        }
        double nearest = nearest(digits, end - 1 - point);
        return from == 1 && digits != 0 ? -nearest : nearest; // no negative zero
    }

    /**
     * The double nearest to a number.
     *
     * @param digits without the point, at most 18
     * @param fraction how many of them are behind the point
     * @return NaN if there are too many, or where it is not sure which of two is the nearest
     */
    public static double nearest(long digits, int fraction) {
        if (fraction > EXACT_POWER) {
            return Double.NaN;
        }
        double power = POWERS_OF_TEN[fraction];
        double number = digits;
        double quotient = number / power;
        double rest = (Math.fma(-quotient, power, number) + (digits - (long) number)) / power;
        double doubt = Math.abs(rest) * DOUBT;
        double nearest = quotient + (rest - doubt);
        return nearest == quotient + (rest + doubt) ? nearest : Double.NaN;
    }

    private static double parsed(String cell) {
        double number = NumberInput.parseDouble(cell, true); // the same number in a third of the time
        double size = Math.abs(number);
        if (size > SURELY_LARGE_ENOUGH && size < SURELY_SMALL_ENOUGH) {
            return number;
        }
        return plain(cell).map(Double::parseDouble).orElse(Double.POSITIVE_INFINITY); // too small as well
    }

    private static boolean isZero(String cell, int mantissaEnd) {
        for (int at = 0; at < mantissaEnd; at++) {
            if (cell.charAt(at) >= '1') {
                return false;
            }
        }
        return true;
    }

    /** A number without exponent, without zeros behind the digits after its point. */
    public static String withoutTrailingZeros(String plain) {
        int end = plain.length();
        if (plain.indexOf('.') >= 0) {
            while (plain.charAt(end - 1) == '0') {
                end--;
            }
            end -= plain.charAt(end - 1) == '.' ? 1 : 0;
        }
        String number = plain.substring(0, end);
        return number.equals("-0") ? "0" : number;
    }

    private static boolean isExponent(String cell, int at) {
        if (cell.charAt(at) != 'e' && cell.charAt(at) != 'E') {
            return false;
        }
        int from = at + 1;
        if (from < cell.length() && (cell.charAt(from) == '+' || cell.charAt(from) == '-')) {
            from++;
        }
        return from < cell.length() && digits(cell, from) == cell.length();
    }

    private static int digits(String cell, int from) {
        int at = from;
        while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
