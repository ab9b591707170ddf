package io.ersilia.precalc.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** The key column of one row group. */
final class KeyPages {

    /**
     * A row with one of the keys.
     *
     * @param number in the row group, from 0
     */
    record Row(long number, String key) {}

    private final RangedFile file;
    private final ParquetFileReader reader;
    private final int group;
    private final long rows;
    private final MessageType requested;
    private final ColumnChunkMetaData column;

    /** @param requested only the key column, as the reader was asked for it */
    KeyPages(RangedFile file, ParquetFileReader reader, MessageType requested, int group) {
        this.file = file;
        this.reader = reader;
        this.group = group;
        this.rows = reader.getRowGroups().get(group).getRowCount();
        this.requested = requested;
        this.column = Chunks.of(reader, group, requested).get(0);
    }

    /** The rows with one of the keys, in order. The Bloom filter is not asked: it has no checksum, and damaged it would lose keys. */
    List<Row> rows(NavigableSet<String> keys) throws IOException {
        Statistics<?> bounds = column.getStatistics();
        if (bounds != null
                && bounds.hasNonNullValue()
                && between(keys, text(bounds.getMinBytes()), text(bounds.getMaxBytes()))
                        .isEmpty()) {
            return List.of();
        }
        file.hold(Chunks.indexes(file, List.of(column)));
        OffsetIndex places = Chunks.places(file, reader, group, column);
        ColumnIndex index = reader.readColumnIndex(column);
        if (index == null) {
            throw ParquetFailures.rewritten(file.uri(), Chunks.NO_INDEX);
        }
        List<Integer> pages = pages(index, keys);
        return pages.isEmpty() ? List.of() : read(places, pages, keys);
    }

    private static NavigableSet<String> between(NavigableSet<String> keys, String least, String most) {
        return keys.subSet(least, true, most, true);
    }

    /** The pages that can contain any of the keys. */
    private static List<Integer> pages(ColumnIndex index, NavigableSet<String> keys) {
        List<Boolean> areEmpty = index.getNullPages(); // each call makes a new list
        List<ByteBuffer> least = index.getMinValues();
        List<ByteBuffer> most = index.getMaxValues();
        List<Integer> pages = new ArrayList<>();
        for (int page = 0; page < least.size(); page++) {
            if (!areEmpty.get(page)
                    && !between(keys, text(least.get(page)), text(most.get(page)))
                            .isEmpty()) {
                pages.add(page);
            }
        }
        return pages;
    }

    /** Compares keys as bytes, because most keys in a page are not wanted and need no conversion to text. */
    private List<Row> read(OffsetIndex places, List<Integer> pages, NavigableSet<String> keys) throws IOException {
        RowRanges.Builder ranges = RowRanges.builder();
        pages.forEach(
                page -> ranges.addSelectedRange(places.getFirstRowIndex(page), places.getLastRowIndex(page, rows)));
        file.hold(Chunks.bytes(column, places, pages));
        Set<Binary> wanted = keys.stream().map(Binary::fromString).collect(Collectors.toSet());
        List<Row> found = new ArrayList<>();
        try (PageReadStore read = reader.readFilteredRowGroup(group, ranges.build())) {
            ColumnReader cells = Chunks.columns(reader, requested, read).get(0);
            int present = cells.getDescriptor().getMaxDefinitionLevel();
            long selected = pages.stream()
                    .mapToLong(page -> 1 + places.getLastRowIndex(page, rows) - places.getFirstRowIndex(page))
                    .sum();
            Chunks.requireCells(file, read, cells.getDescriptor(), selected);
            for (int page : pages) {
                long last = places.getLastRowIndex(page, rows);
                for (long row = places.getFirstRowIndex(page); row <= last; row++) {
                    if (cells.getCurrentDefinitionLevel() == present && wanted.contains(cells.getBinary())) {
                        found.add(new Row(row, cells.getBinary().toStringUsingUTF8()));
                    }
                    cells.consume();
                }
            }
        }
        return found;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
