package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
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

    /** The most digits with which every number fits into a long. */
    private static final int LONG_DIGITS = 18;

    private static final double HALF = 0.5;

    /** Powers of ten, exact as doubles, for as many decimals as a long has digits. */
    private static final double[] POWERS_OF_TEN = new double[LONG_DIGITS + 1];

    static {
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = BigDecimal.TEN.pow(i).doubleValue();
        }
    }

    private long numbers;
    private long texts;
    private boolean isWhole = true;
    private boolean isLong = true;
    private boolean isDouble = true;
    private int wholeDigits;
    private int fractionDigits;

    public void add(Value value) {
        switch (value.kind()) {
            case NUMBER -> add(value.text());
            case TEXT -> texts++;
            case MISSING -> {}
        }
    }

    private void add(String number) {
        numbers++;
        int from = number.charAt(0) == '-' ? 1 : 0;
        int point = number.indexOf('.');
        int whole = (point < 0 ? number.length() : point) - from;
        int fraction = point < 0 ? 0 : number.length() - point - 1;
        isWhole &= point < 0;
        isLong &= whole <= LONG_DIGITS || (point < 0 && isLong(number));
        wholeDigits = Math.max(wholeDigits, whole);
        fractionDigits = Math.max(fractionDigits, fraction);
        isDouble = isDouble && (whole + fraction <= SURE_DIGITS || isDouble(number, whole + fraction, fraction));
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
    private static boolean isDouble(String number, int digits, int fraction) {
        return (digits <= LONG_DIGITS && isRounded(digits(number), fraction)) || isRounded(new BigDecimal(number));
    }

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
        double power = POWERS_OF_TEN[fraction];
        double product = nearest * power;
        double error = Math.fma(nearest, power, -product); // product + error is exact
        long whole = (long) product;
        double difference = (double) (digits - whole);
        return Math.abs(difference - ((product - (double) whole) + error)) < HALF;
    }

    private static long digits(String number) {
        long digits = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            digits = c >= '0' && c <= '9' ? 10 * digits + (c - '0') : digits;
        }
        return digits;
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
