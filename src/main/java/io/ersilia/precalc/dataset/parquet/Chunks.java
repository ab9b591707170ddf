package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.store.ByteRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** Finds and reads the columns of one row group. */
final class Chunks {

    static final String NO_INDEX = "has no index of its pages";

    /** Does nothing: cells are read one by one, never converted to records. */
    private static final GroupConverter NO_RECORDS = new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
            return this;
        }

        @Override
        public PrimitiveConverter asPrimitiveConverter() {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    };

    private Chunks() {}

    /** The chunks of the requested columns, in the requested order. */
    static List<ColumnChunkMetaData> of(ParquetFileReader reader, int group, MessageType requested) {
        Map<ColumnPath, ColumnChunkMetaData> all = new HashMap<>();
        reader.getRowGroups().get(group).getColumns().forEach(chunk -> all.put(chunk.getPath(), chunk));
        return requested.getColumns().stream()
                .map(column -> Objects.requireNonNull(all.get(ColumnPath.get(column.getPath()))))
                .toList();
    }

    /** The positions of these columns' indexes. */
    static List<ByteRange> indexes(RangedFile file, List<ColumnChunkMetaData> columns) {
        List<ByteRange> ranges = new ArrayList<>();
        for (ColumnChunkMetaData column : columns) {
            ranges.add(range(file, column.getColumnIndexReference()));
            ranges.add(range(file, column.getOffsetIndexReference()));
        }
        return ranges;
    }

    private static ByteRange range(RangedFile file, IndexReference index) {
        if (index == null) {
            throw ParquetFailures.rewritten(file.uri(), NO_INDEX);
        }
        return new ByteRange(index.getOffset(), index.getOffset() + index.getLength());
    }

    /**
     * The positions and first rows of the column's pages. Checks that the pages follow each other up to the end of the column
     * and of the row group, so that a damaged index is noticed.
     */
    static OffsetIndex places(RangedFile file, ParquetFileReader reader, int group, ColumnChunkMetaData column)
            throws IOException {
        OffsetIndex places = reader.readOffsetIndex(column);
        if (places == null) {
            throw ParquetFailures.rewritten(file.uri(), NO_INDEX);
        }
        long end = column.getStartingPos() + column.getTotalSize();
        long endRow = reader.getRowGroups().get(group).getRowCount();
        for (int page = places.getPageCount() - 1; page >= 0; page--) {
            long row = places.getFirstRowIndex(page);
            boolean isFirst = page == 0;
            if (places.getOffset(page) + places.getCompressedPageSize(page) != end
                    || row >= endRow
                    || isFirst != (row == 0)) {
                throw ParquetFailures.damaged(file.uri());
            }
            end = places.getOffset(page);
            endRow = row;
        }
        return places;
    }

    /** The bytes of these pages, and of the dictionary, if there is one. */
    static List<ByteRange> bytes(ColumnChunkMetaData column, OffsetIndex places, Collection<Integer> pages) {
        List<ByteRange> ranges = new ArrayList<>();
        ranges.add(new ByteRange(column.getStartingPos(), places.getOffset(0)));
        for (int page : pages) {
            long from = places.getOffset(page);
            ranges.add(new ByteRange(from, from + places.getCompressedPageSize(page)));
        }
        return ranges;
    }

    /**
     * Checks that pages have as many cells as their index has rows: the index has no checksum, and a damaged one would assign
     * cells to wrong rows.
     */
    static void requireCells(RangedFile file, PageReadStore pages, ColumnDescriptor column, long cells) {
        if (pages.getPageReader(column).getTotalValueCount() != cells) {
            throw ParquetFailures.damaged(file.uri());
        }
    }

    /**
     * The requested columns in order, with every row of the pages, read by Parquet. Its own skipping of rows is not used: it
     * loses the last row if that is the only one on its page.
     */
    static List<ColumnReader> columns(ParquetFileReader reader, MessageType requested, PageReadStore pages) {
        PageReadStore wholePages = new PageReadStore() {
            @Override
            public PageReader getPageReader(ColumnDescriptor column) {
                return pages.getPageReader(column);
            }

            @Override
            public long getRowCount() {
                return pages.getRowCount();
            }
        };
        ColumnReadStore columns = new ColumnReadStoreImpl(
                wholePages, NO_RECORDS, requested, reader.getFileMetaData().getCreatedBy());
        return requested.getColumns().stream().map(columns::getColumnReader).toList();
    }
}
