package io.ersilia.precalc.prediction;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Types the cells that a model wrote. */
final class ValueParser {

    /** Significant digits of a DynamoDB number. */
    static final int MAX_DIGITS = 38;

    /** The smallest and largest power of ten in front of a DynamoDB number: 1E-130 to 9.99…E+125. */
    static final int MIN_EXPONENT = -130;

    static final int MAX_EXPONENT = 125;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?");
    private static final MathContext PRECISION = new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN);

    private ValueParser() {}

    /** The cell's value; empty when it is a number outside the range that a table can keep. */
    static Optional<Value> parse(String cell) {
        if (cell.isEmpty()) {
            return Optional.of(Value.MISSING);
        }
        if (isShortPlainNumber(cell)) {
            return Optional.of(Value.number(withoutTrailingZeros(cell)));
        }
        if (NUMBER.matcher(cell).matches()) {
            return number(cell).map(Value::number);
        }
        String lower = cell.toLowerCase(Locale.ROOT);
        if (lower.equals("nan")) {
            return Optional.of(Value.MISSING);
        }
        return INFINITE.matcher(lower).matches() ? Optional.empty() : Optional.of(Value.text(cell));
    }

    private static Optional<String> number(String cell) {
        int exponentAt = Math.max(cell.indexOf('e'), cell.indexOf('E'));
        String mantissa = exponentAt < 0 ? cell : cell.substring(0, exponentAt);
        if (mantissa.chars().allMatch(c -> c == '-' || c == '.' || c == '0')) {
            return Optional.of("0"); // whatever the exponent, which may be too long to be read
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

    /** Most cells: a few digits without exponent, which need no big decimal. */
    private static boolean isShortPlainNumber(String cell) {
        int length = cell.length();
        int at = cell.charAt(0) == '-' ? 1 : 0;
        if (length > MAX_DIGITS || at == length) {
            return false;
        }
        int digits = digitsFrom(cell, at);
        if (digits == 0 || (digits > 1 && cell.charAt(at) == '0')) {
            return false;
        }
        at += digits;
        if (at == length) {
            return true;
        }
        return cell.charAt(at) == '.' && at + 1 < length && at + 1 + digitsFrom(cell, at + 1) == length;
    }

    private static int digitsFrom(String cell, int from) {
        int at = from;
        while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    private static String withoutTrailingZeros(String plain) {
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
}
