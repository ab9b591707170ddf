package io.ersilia.precalc.prediction;

import io.ersilia.precalc.run.CellGrammar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/** Types the cells of a model's output. */
final class ValueParser {

    private static final int EIGHT = 8;
    private static final long TEN_TO_EIGHT = 100_000_000;

    /** Eight bytes as one number, the first byte lowest. */
    private static final VarHandle LOWEST_FIRST =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Times a byte: that byte eight times. */
    private static final long EACH = 0x0101010101010101L;

    /** The highest bit of each of eight bytes. */
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    /** The first and the third of four pairs of digits. */
    private static final long TWO_PAIRS = 0x000000FF000000FFL;

    private ValueParser() {}

    /** The cell's value; empty if it is a number outside the range of a table. */
    static Optional<Value> parse(String cell) {
        if (CellGrammar.isKeptWhole(cell)) {
            return Optional.of(Value.number(CellGrammar.withoutTrailingZeros(cell)));
        }
        double number = CellGrammar.number(cell);
        if (Double.isFinite(number)) {
            return CellGrammar.plain(cell).map(Value::number);
        }
        if (Double.isInfinite(number)) {
            return Optional.empty();
        }
        return switch (CellGrammar.kindOfOther(cell)) {
            case EMPTY -> Optional.of(Value.MISSING);
            case TEXT -> Optional.of(Value.text(cell));
            case OUT_OF_RANGE -> Optional.empty();
        };
    }

    /**
     * Adds the number in the cell if it is short and has no exponent, as most cells are.
     *
     * @return whether it was added
     */
    static boolean addShort(byte[] bytes, int from, int to, Values.Builder values) {
        if (to == from || to - from > Values.SHORT_DIGITS + Values.BESIDE_DIGITS) {
            return false;
        }
        int first = bytes[from] == '-' ? from + 1 : from;
        int point = to;
        long digits = 0;
        for (int at = first; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
            } else if (bytes[at] == '.' && point == to) {
                point = at;
                for (long eight; at + EIGHT < to && (eight = eight(bytes, at + 1)) >= 0; at += EIGHT) {
                    digits = TEN_TO_EIGHT * digits + eight;
                }
            } else {
                return false;
            }
        }
        int fraction = Math.max(0, to - point - 1);
        int zero = first < to && bytes[first] == '0' ? 1 : 0;
        boolean isNumber = point > first && point != to - 1 && (zero == 0 || point == first + 1);
        if (!isNumber || point - first - zero + fraction > Values.SHORT_DIGITS) { // then they may have overflowed
            return false;
        }
        if (bytes[to - 1] == '0') {
            for (; fraction > 0 && digits % 10 == 0; fraction--) {
                digits /= 10;
            }
        }
        values.addShort(first == from ? digits : -digits, fraction);
        return true;
    }

    /** The number of eight digits, read at once because they are most of a long fraction; -1 if one of the bytes is not a digit. */
    private static long eight(byte[] bytes, int at) {
        long eight = (long) LOWEST_FIRST.get(bytes, at);
        long digits = eight - '0' * EACH;
        if (((digits | (eight + (0x7F - '9') * EACH)) & HIGHEST_BITS) != 0) {
            return -1;
        }
        long pairs = 10 * digits + (digits >>> 8); // in every second byte
        long first = (pairs & TWO_PAIRS) * (100 + (1_000_000L << 32));
        long second = ((pairs >>> 16) & TWO_PAIRS) * (1 + (10_000L << 32));
        return (first + second) >>> 32;
    }
}
