package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.dataset.KeyedRows.Visitor;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.schema.MessageType;

/** Reads some rows of the wanted columns of one row group. */
final class FoundRows {

    /** Bytes of compressed pages in memory at once. */
    private static final long BYTES_AT_ONCE = 16 * Words.MIB;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** The least number of rows worth another core, because each core decodes the dictionaries again. */
    private static final int LEAST_ROWS = 250;

    private final RangedFile file;
    private final ParquetFileReader reader;
    private final int group;
    private final MessageType requested;
    private final List<Column> columns = new ArrayList<>();

    /** A column and its pages to be read. */
    private record Column(ColumnChunkMetaData chunk, OffsetIndex places, TreeSet<Integer> pages) {

        /** The page that contains the row. */
        int page(long row) {
            int least = 0;
            int most = places.getPageCount() - 1;
            while (least < most) {
                int middle = (least + most + 1) >>> 1;
                if (places.getFirstRowIndex(middle) <= row) {
                    least = middle;
                } else {
                    most = middle - 1;
                }
            }
            return least;
        }

        /** How many more bytes must be read for this row. */
        long cost(long row) {
            int page = page(row);
            return pages.contains(page) ? 0 : places.getCompressedPageSize(page);
        }

        /** Adds the row's page to those to be read. */
        void add(long row) {
            pages.add(page(row));
        }

        /** The first row of each page that contains any of these. */
        long[] firstRows(List<KeyPages.Row> rows) {
            return pagesOf(rows).mapToLong(places::getFirstRowIndex).toArray();
        }

        /** The last row of each of these pages. */
        long[] lastRows(List<KeyPages.Row> rows, long rowsOfGroup) {
            return pagesOf(rows)
                    .mapToLong(page -> places.getLastRowIndex(page, rowsOfGroup))
                    .toArray();
        }

        private IntStream pagesOf(List<KeyPages.Row> rows) {
            return rows.stream().mapToInt(row -> page(row.number())).distinct();
        }
    }

    /** @param requested the wanted columns, as the reader was asked for them */
    FoundRows(RangedFile file, ParquetFileReader reader, MessageType requested, int group) throws IOException {
        this.file = file;
        this.reader = reader;
        this.group = group;
        this.requested = requested;
        List<ColumnChunkMetaData> chunks = Chunks.of(reader, group, requested);
        file.hold(Chunks.indexes(file, chunks));
        for (ColumnChunkMetaData chunk : chunks) {
            columns.add(new Column(chunk, Chunks.places(file, reader, group, chunk), new TreeSet<>()));
        }
        reader.getColumnIndexStore(group); // reads them while they are in memory
    }

    /** @param rows in ascending order */
    void visit(List<KeyPages.Row> rows, Visitor visitor) throws IOException {
        List<KeyPages.Row> some = new ArrayList<>();
        long bytes = 0;
        for (KeyPages.Row row : rows) {
            long more = cost(row);
            if (!some.isEmpty() && bytes + more > BYTES_AT_ONCE) {
                read(some, visitor);
                some.clear();
                columns.forEach(column ->
                        column.pages().headSet(column.page(row.number())).clear());
                bytes = 0;
                more = cost(row);
            }
            some.add(row);
            bytes += more;
            columns.forEach(column -> column.add(row.number()));
        }
        read(some, visitor);
    }

    private long cost(KeyPages.Row row) {
        return columns.stream().mapToLong(column -> column.cost(row.number())).sum();
    }

    private void read(List<KeyPages.Row> rows, Visitor visitor) throws IOException {
        file.hold(columns.stream()
                .map(column -> Chunks.bytes(column.chunk(), column.places(), column.pages()))
                .flatMap(Collection::stream)
                .toList());
        List<Part> parts = new ArrayList<>();
        try {
            int length = Math.max(LEAST_ROWS, 1 + rows.size() / CORES);
            for (int from = 0; from < rows.size(); from += length) {
                parts.add(new Part(rows.subList(from, Math.min(rows.size(), from + length))));
            }
            List<List<List<Value>>> cells =
                    parts.parallelStream().map(Part::cells).toList();
            for (int i = 0; i < rows.size(); i++) {
                visitor.visit(rows.get(i).key(), cells.get(i / length).get(i % length));
            }
        } finally {
            parts.forEach(Part::close);
        }
    }

    /** Some of the rows, with pages of their own, so that several parts can be decompressed and read in parallel. */
    private final class Part {
        private final List<KeyPages.Row> rows;
        private final PageReadStore pages;

        Part(List<KeyPages.Row> rows) throws IOException {
            RowRanges.Builder ranges = RowRanges.builder();
            rows.forEach(row -> ranges.addSelectedRow(row.number()));
            this.rows = rows;
            this.pages = reader.readFilteredRowGroup(group, ranges.build());
        }

        List<List<Value>> cells() {
            try {
                List<CellReader> readers = new ArrayList<>();
                long rowsOfGroup = reader.getRowGroups().get(group).getRowCount();
                for (int i = 0; i < columns.size(); i++) {
                    ColumnDescriptor column = requested.getColumns().get(i);
                    readers.add(new CellReader(
                            column,
                            pages.getPageReader(column),
                            columns.get(i).firstRows(rows),
                            columns.get(i).lastRows(rows, rowsOfGroup)));
                }
                List<List<Value>> cells = new ArrayList<>();
                int likely = readers.size();
                for (KeyPages.Row row : rows) {
                    List<Value> values = new ArrayList<>(likely);
                    for (CellReader column : readers) {
                        column.row(row.number(), values);
                    }
                    likely = values.size(); // all rows have as many cells
                    cells.add(values);
                }
                return cells;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            pages.close();
        }
    }
}
