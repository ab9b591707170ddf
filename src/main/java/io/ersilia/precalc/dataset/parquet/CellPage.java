package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * A page of a column, whose rows are read in ascending order. Parquet's own column reader takes many times as long to skip an
 * unwanted cell.
 */
final class CellPage {

    private final CellReader cells;
    private final ByteBuffer bytes;
    private final int present;

    /** Cells per row: all lists of a column have the same length. */
    private final int length;

    private final int[] levels;
    private final int[] places;

    /** Null if no cell is missing. */
    private final @Nullable PackedRuns definitions;

    /** Places in the dictionary; null if the page contains the cells themselves. */
    private final @Nullable PackedRuns entries;

    /** Null if the cells are entries of the dictionary. */
    private final @Nullable ValuesReader values;

    private final long endRow;
    private long next;

    /** @throws UnsupportedOperationException if the page is not in the form that {@link ParquetRows} writes */
    CellPage(ColumnDescriptor column, DataPage page, CellReader cells, long firstRow, long lastRow) throws IOException {
        this.present = column.getMaxDefinitionLevel();
        int deepest = column.getMaxRepetitionLevel();
        if (!(page instanceof DataPageV1 first)
                || (deepest > 0 && first.getRlEncoding() != Encoding.RLE)
                || (present > 0 && first.getDlEncoding() != Encoding.RLE)) {
            throw new UnsupportedOperationException("another form of pages");
        }
        int count = page.getValueCount();
        int rows = Math.toIntExact(lastRow - firstRow + 1);
        this.cells = cells;
        int size = Math.toIntExact(first.getBytes().size());
        this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(first.getBytes().toInputStream().slice(size)).flip();
        this.length = count / rows;
        this.levels = new int[length];
        this.places = new int[length];
        this.endRow = lastRow + 1;
        this.next = firstRow;
        requireRows(deepest, rows, count);
        this.definitions = definitions(count);
        boolean isOfDictionary = first.getValueEncoding().usesDictionary();
        if (isOfDictionary) {
            this.entries = runs(bytes.hasRemaining() ? bytes.get() : 0, bytes.remaining());
            this.values = null;
        } else {
            this.entries = null;
            this.values = first.getValueEncoding().getValuesReader(column, ValuesType.VALUES);
            values.initFromPage(count, ByteBufferInputStream.wrap(bytes));
        }
    }

    /** Checks the row count, because the index has no checksum and a damaged one would assign cells to wrong rows. */
    private void requireRows(int deepest, int rows, int count) {
        boolean isRight = rows * length == count && (deepest > 0 || length == 1);
        if (deepest > 0) {
            PackedRuns repetitions = levels(deepest);
            for (int row = 0; row < rows && isRight; row++) {
                isRight = repetitions.count(0, 1) == 1 && repetitions.count(1, length - 1) == length - 1;
            }
        }
        if (!isRight) {
            throw new ParquetDecodingException("%d cells where the index has %d rows".formatted(count, rows));
        }
    }

    private @Nullable PackedRuns definitions(int count) {
        if (present == 0) {
            return null;
        }
        int begin = bytes.position();
        if (levels(present).count(present, count) == count) {
            return null;
        }
        bytes.position(begin);
        return levels(present);
    }

    private PackedRuns levels(int highest) {
        return runs(BytesUtils.getWidthFromMaxInt(highest), bytes.getInt());
    }

    private PackedRuns runs(int width, int size) {
        int begin = bytes.position();
        bytes.position(begin + size);
        return new PackedRuns(bytes.array(), begin, begin + size, width);
    }

    /**
     * Adds the cells of a row: one, or those of its list.
     *
     * @param number of the row, not before the previous one
     */
    void row(long number, List<Value> to) {
        if (number >= endRow) {
            throw new ParquetDecodingException("a page ends before row " + number);
        }
        passOver((int) (number - next) * length);
        next = number + 1;
        int there = length;
        if (definitions != null) {
            definitions.read(levels, length);
            there = (int)
                    Arrays.stream(levels).filter(level -> level == present).count();
        }
        if (entries != null) {
            entries.read(places, there);
        }
        int at = 0;
        for (int level : levels) {
            to.add(definitions == null || level == present ? cell(at++) : Value.MISSING);
        }
    }

    private void passOver(int count) {
        int there = definitions == null ? count : definitions.count(present, count);
        if (entries != null) {
            entries.skip(there);
        } else if (values != null) {
            values.skip(there);
        }
    }

    /** @param at the cell's place among the row's cells that are not missing, from 0 */
    private Value cell(int at) {
        return values == null ? cells.entry(places[at]) : cells.value(values);
    }
}
