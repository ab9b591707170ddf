package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * A page of a column, of which rows are read in order. Its levels and values are Parquet's; its rows are counted here, as
 * Parquet's own reader of columns takes ten times as long to pass over a cell that nobody asked for.
 */
final class CellPage {

    private final ValuesReader repetitions;
    private final ValuesReader definitions;
    private final ValuesReader values;
    private final int present;
    private final boolean isOfDictionary;
    private final long rows;
    private final int count;
    private long next;
    private int left;

    /** @throws UnsupportedOperationException when it is not as {@link ParquetRows} writes pages */
    CellPage(ColumnDescriptor column, DataPage page, @Nullable Dictionary dictionary, long firstRow, long lastRow)
            throws IOException {
        if (!(page instanceof DataPageV1 first)) {
            throw new UnsupportedOperationException("the second form of pages");
        }
        Encoding encoding = first.getValueEncoding();
        this.isOfDictionary = encoding.usesDictionary();
        this.repetitions = first.getRlEncoding().getValuesReader(column, ValuesType.REPETITION_LEVEL);
        this.definitions = first.getDlEncoding().getValuesReader(column, ValuesType.DEFINITION_LEVEL);
        this.values = isOfDictionary
                ? encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, dictionary)
                : encoding.getValuesReader(column, ValuesType.VALUES);
        this.present = column.getMaxDefinitionLevel();
        this.next = firstRow;
        this.rows = lastRow - firstRow + 1;
        this.count = page.getValueCount();
        this.left = count;
        ByteBufferInputStream in = first.getBytes().toInputStream();
        for (ValuesReader part : List.of(repetitions, definitions, values)) { // which lie in this order
            part.initFromPage(left, in);
        }
        repetitions.skip(); // a page begins with a row
    }

    /** Whether its values are numbers of entries of the dictionary. */
    boolean isOfDictionary() {
        return isOfDictionary;
    }

    /**
     * Adds what a row has: one cell, or those of its list.
     *
     * @param number of the row, not before the last one asked for
     * @param value takes a cell that is not missing
     */
    void row(long number, List<Value> cells, Function<ValuesReader, Value> value) {
        for (; next < number; next++) {
            passOver();
        }
        requireMore();
        int before = cells.size();
        do {
            cells.add(isPresent() ? value.apply(values) : Value.MISSING);
        } while (isContinued());
        next++;
        requireWhole(cells.size() - before);
    }

    /** The index has no checksum: one that is damaged would put the cells beside other rows. Lists are of one length. */
    private void requireWhole(int cellsOfRow) {
        if (cellsOfRow * rows != count) {
            throw new ParquetDecodingException("%d cells where the index has %d rows".formatted(count, rows));
        }
    }

    private void passOver() {
        requireMore();
        int passed = 0;
        do {
            passed += isPresent() ? 1 : 0;
        } while (isContinued());
        values.skip(passed);
    }

    private void requireMore() {
        if (left == 0) {
            throw new ParquetDecodingException("a page ends before row " + next);
        }
    }

    private boolean isPresent() {
        return definitions.readInteger() == present;
    }

    /** Whether the next cell is of the same row. */
    private boolean isContinued() {
        return --left > 0 && repetitions.readInteger() > 0;
    }
}
