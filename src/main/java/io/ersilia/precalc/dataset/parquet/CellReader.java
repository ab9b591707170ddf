package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.CellGrammar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Reads the cells of one column, whatever its type, as {@link CellWriter} wrote them. */
final class CellReader {

    /** The significant digits that every double keeps, and those that tell any two apart. */
    private static final int SURE_DIGITS = 15;

    private static final int MOST_DIGITS = 17;

    /** Most values of a wide model: millions of them are in memory at once. */
    private static final List<Value> DIGITS =
            IntStream.range(0, 10).mapToObj(CellReader::whole).toList();

    private final ColumnReader in;
    private final Supplier<Value> value;
    private final int present;
    private long next;

    CellReader(ColumnReader in) {
        this.in = in;
        this.value = values(in.getDescriptor().getPrimitiveType(), in);
        this.present = in.getDescriptor().getMaxDefinitionLevel();
    }

    /**
     * Adds what a row has: one cell, or those of its list.
     *
     * @param number of the row among those that are read, from 0; not before the last one asked for
     */
    void row(long number, List<Value> cells) {
        for (; next < number; next++) {
            skip();
        }
        do {
            cells.add(isPresent() ? value.get() : Value.MISSING);
            in.consume();
        } while (in.getCurrentRepetitionLevel() > 0);
        next++;
    }

    private void skip() {
        do {
            if (isPresent()) {
                in.skip();
            }
            in.consume();
        } while (in.getCurrentRepetitionLevel() > 0);
    }

    private boolean isPresent() {
        return in.getCurrentDefinitionLevel() == present;
    }

    private static Supplier<Value> values(PrimitiveType type, ColumnReader in) {
        return switch (type.getPrimitiveTypeName()) {
            case INT64 ->
                () -> {
                    long number = in.getLong();
                    return number >= 0 && number < DIGITS.size() ? DIGITS.get((int) number) : whole(number);
                };
            case DOUBLE -> () -> real(in.getDouble());
            case FIXED_LEN_BYTE_ARRAY -> {
                int scale = ((DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation()).getScale();
                yield () -> Value.number(
                        plain(new BigDecimal(new BigInteger(in.getBinary().getBytes()), scale)));
            }
            default -> () -> Value.text(in.getBinary().toStringUsingUTF8());
        };
    }

    private static Value whole(long number) {
        return Value.number(Long.toString(number));
    }

    /** Other programs write NaN where there is no number; nobody writes an infinite one. */
    private static Value real(double number) {
        if (Double.isInfinite(number)) {
            throw new ParquetDecodingException("an infinite number");
        }
        return Double.isNaN(number) ? Value.MISSING : Value.number(plain(number));
    }

    /** The shortest number whose nearest double it is, as a table has it. */
    static String plain(double number) {
        String text = Double.toString(number);
        if (text.length() <= SURE_DIGITS + 1) { // it has a point
            return CellGrammar.plain(text).orElse(text);
        }
        BigDecimal exact = new BigDecimal(number);
        for (int digits = SURE_DIGITS; digits < MOST_DIGITS; digits++) { // before Java 19 the text may be too long
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return plain(rounded);
            }
        }
        return plain(new BigDecimal(text));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
