package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.CellGrammar;
import io.ersilia.precalc.run.ColumnFacts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the type of a column from its values: the narrowest that stores each of them exactly. Not thread-safe. */
public final class TypeTally {

    /** The number of significant digits that a double always keeps. */
    private static final int SURE_DIGITS = 15;

    private static final double HALF = 0.5;

    /** Powers of ten, exact also as doubles, for as many digits as a short number has. */
    private static final long[] TENS = new long[Values.SHORT_DIGITS + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = 10 * TENS[i - 1];
        }
    }

    private long numbers;
    private long texts;
    private boolean isWhole = true;
    private boolean isLong = true;
    private boolean isDouble = true;
    private int wholeDigits;
    private int fractionDigits;

    /** Adds the value at an index of a row. */
    public void add(Values values, int index) {
        switch (values.kind(index)) {
            case NUMBER -> {
                numbers++;
                if (values.isShort(index)) {
                    addShort(values.digits(index), values.fraction(index));
                } else {
                    addLong(values.get(index).text());
                }
            }
            case TEXT -> texts++;
            case MISSING -> {}
        }
    }

    private void addShort(long number, int fraction) {
        long digits = Math.abs(number);
        isWhole &= fraction == 0;
        fractionDigits = Math.max(fractionDigits, fraction);
        while (wholeDigits + fraction < TENS.length && digits >= TENS[wholeDigits + fraction]) {
            wholeDigits++;
        }
        isDouble = isDouble
                && (digits < TENS[SURE_DIGITS]
                        || isRounded(digits, fraction)
                        || isRounded(BigDecimal.valueOf(digits, fraction)));
    }

    private void addLong(String number) {
        int from = number.charAt(0) == '-' ? 1 : 0;
        int point = number.indexOf('.');
        isWhole &= point < 0;
        isLong = isLong && point < 0 && isLong(number);
        wholeDigits = Math.max(wholeDigits, (point < 0 ? number.length() : point) - from);
        fractionDigits = Math.max(fractionDigits, point < 0 ? 0 : number.length() - point - 1);
        isDouble = isDouble && isRounded(new BigDecimal(number));
    }

    private static boolean isLong(String whole) {
        try {
            Long.parseLong(whole);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether the nearest double, rounded to as many digits, is the number again. */
    private static boolean isRounded(BigDecimal number) {
        BigDecimal exact = number.stripTrailingZeros();
        return new BigDecimal(number.doubleValue())
                        .round(new MathContext(exact.precision(), RoundingMode.HALF_EVEN))
                        .compareTo(exact)
                == 0;
    }

    /** The same for most numbers, but much faster: whether the double differs by less than half a unit of the last digit. */
    private static boolean isRounded(long digits, int fraction) {
        double nearest = CellGrammar.nearest(digits, fraction); // may be NaN: then the comparison below is false
        double power = TENS[fraction];
        double product = nearest * power;
        double error = Math.fma(nearest, power, -product); // product + error is exact
        long whole = (long) product;
        double difference = (double) (digits - whole);
        return Math.abs(difference - ((product - (double) whole) + error)) < HALF;
    }

    /** Whether the values contradict the stated type of the column, so that they decide. */
    public boolean contradicts(ColumnFacts.@Nullable Type said) {
        if (said == null) {
            return false;
        }
        return switch (said) {
            case STRING -> false;
            case FLOAT -> texts > 0;
            case INTEGER -> texts > 0 || !isWhole || !isLong;
        };
    }

    /**
     * The type of the column.
     *
     * @param said the type stated by the model's author; null if none
     */
    public DataType type(ColumnFacts.@Nullable Type said) {
        if (said != null && !contradicts(said)) {
            return switch (said) {
                case STRING -> DataType.TEXT;
                case INTEGER -> DataType.INTEGER;
                case FLOAT -> number();
            };
        }
        if (texts > 0) {
            return DataType.TEXT;
        }
        return numbers > 0 && isWhole && isLong ? DataType.INTEGER : number();
    }

    /**
     * Why numbers do not have the type that readers expect; empty if they do.
     *
     * @param said the type stated by the model's author; null if none
     */
    public Optional<String> exactness(ColumnFacts.@Nullable Type said) {
        if (numbers == 0 || said == ColumnFacts.Type.STRING) {
            return Optional.empty();
        }
        return switch (type(said).kind()) {
            case INTEGER, FLOAT -> Optional.empty();
            case DECIMAL -> Optional.of("it has numbers of more digits than a double keeps");
            case TEXT ->
                Optional.of(
                        texts > 0
                                ? "it has both numbers and texts"
                                : "it has numbers that need more than %d digits".formatted(DataType.DECIMAL_DIGITS));
        };
    }

    private DataType number() {
        if (isDouble) {
            return DataType.FLOAT;
        }
        return wholeDigits + fractionDigits <= DataType.DECIMAL_DIGITS
                ? DataType.decimal(fractionDigits)
                : DataType.TEXT;
    }
}
