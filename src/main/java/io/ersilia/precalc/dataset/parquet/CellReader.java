package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.CellGrammar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Reads the cells of one column, whatever its type, as {@link CellWriter} wrote them. */
final class CellReader {

    /** The number of significant digits that a double always keeps; below it, the number that tells any two doubles apart. */
    private static final int SURE_DIGITS = 15;

    private static final int MOST_DIGITS = 17;

    private final ColumnDescriptor column;
    private final PageReader pages;
    private final long[] firstRows;
    private final long[] lastRows;
    private final @Nullable Dictionary dictionary;

    /** The dictionary entries met so far: rows share them, because millions of cells are in memory at once. */
    private final @Nullable Value[] entries;

    private int begun;
    private @Nullable CellPage page;

    /**
     * Reads these pages.
     *
     * @param firstRows the first row of each page
     * @param lastRows the last row of each page
     */
    CellReader(ColumnDescriptor column, PageReader pages, long[] firstRows, long[] lastRows) throws IOException {
        this.column = column;
        this.pages = pages;
        this.firstRows = firstRows;
        this.lastRows = lastRows;
        DictionaryPage known = pages.readDictionaryPage();
        this.dictionary = known == null ? null : known.decode(column);
        this.entries = new Value[known == null ? 0 : known.getDictionarySize()];
    }

    /**
     * Adds the cells of a row: one, or those of its list.
     *
     * @param number of a row in one of the pages, not before the previous one
     */
    void row(long number, List<Value> cells) throws IOException {
        CellPage current = page;
        while (current == null || (begun < firstRows.length && firstRows[begun] <= number)) {
            current = next(firstRows[begun], lastRows[begun]);
            page = current;
            begun++;
        }
        current.row(number, cells);
    }

    private CellPage next(long firstRow, long lastRow) throws IOException {
        DataPage next = pages.readPage();
        if (next == null || next.getFirstRowIndex().orElse(firstRow) != firstRow) {
            throw new ParquetDecodingException("no page begins with row " + firstRow);
        }
        return new CellPage(column, next, this, firstRow, lastRow);
    }

    /** The entry of the dictionary at this place. */
    Value entry(int id) {
        Value known = entries[id];
        if (known == null) {
            known = entry(id, Objects.requireNonNull(dictionary));
            entries[id] = known;
        }
        return known;
    }

    private Value entry(int id, Dictionary of) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT64 -> whole(of.decodeToLong(id));
            case DOUBLE -> real(of.decodeToDouble(id));
            case FIXED_LEN_BYTE_ARRAY -> decimal(of.decodeToBinary(id));
            default -> Value.text(of.decodeToBinary(id).toStringUsingUTF8());
        };
    }

    /** The next value of a page. */
    Value value(ValuesReader in) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT64 -> whole(in.readLong());
            case DOUBLE -> real(in.readDouble());
            case FIXED_LEN_BYTE_ARRAY -> decimal(in.readBytes());
            default -> Value.text(in.readBytes().toStringUsingUTF8());
        };
    }

    private static Value whole(long number) {
        return Value.number(Long.toString(number));
    }

    /** NaN counts as missing, as other programs write it for that; no program writes infinite numbers. */
    private static Value real(double number) {
        if (Double.isInfinite(number)) {
            throw new ParquetDecodingException("an infinite number");
        }
        return Double.isNaN(number) ? Value.MISSING : Value.number(plain(number));
    }

    private Value decimal(Binary unscaled) {
        PrimitiveType type = column.getPrimitiveType();
        int scale = ((DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation()).getScale();
        return Value.number(plain(new BigDecimal(new BigInteger(unscaled.getBytes()), scale)));
    }

    /** The shortest decimal number that has this as its nearest double, in a table's notation. */
    static String plain(double number) {
        String text = Double.toString(number);
        if (text.length() <= SURE_DIGITS + 1) { // one character is the decimal point
            return CellGrammar.plain(text).orElse(text);
        }
        BigDecimal exact = new BigDecimal(number);
        for (int digits = SURE_DIGITS; digits < MOST_DIGITS; digits++) { // before Java 19 the text may be too long
            BigDecimal rounded = rounded(exact, digits);
            if (rounded.doubleValue() == number) {
                return plain(rounded);
            }
        }
        return plain(rounded(exact, MOST_DIGITS));
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
