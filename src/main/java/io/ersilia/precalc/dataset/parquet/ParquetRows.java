package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Writes rows to a Parquet file, one row group in memory at a time. */
final class ParquetRows implements RowFile {

    /** Bytes of pages in memory, most of them compressed: 128 MiB, or a quarter of the heap if that is less. */
    private static final long BYTES_OF_GROUP =
            Math.min(128 * Words.MIB, Runtime.getRuntime().maxMemory() / 4);

    /** The number of rows after which the memory of a group is checked again. */
    private static final int ROWS_OF_LOOK = 64;

    /** The number of list values that must be read together. */
    private static final int VALUES_OF_PAGE = 1 << 13;

    /** Bytes of a text in the page index and the statistics: enough to tell keys apart. */
    private static final int LONGEST_BOUND = 64;

    private final ParquetFileWriter file;
    private final Schema schema;
    private final MessageType types;
    private final long rowsOfGroup;
    private final ParquetProperties properties;
    private final Map<String, String> said = new HashMap<>();
    private @Nullable Group group;
    private boolean closed;

    ParquetRows(Path path, Schema schema, FileLayout layout) throws IOException {
        this.schema = schema;
        this.rowsOfGroup = layout.rowsOfGroup();
        String sortedBy = layout.sortedBy();
        this.types = ParquetSchema.of(schema);
        ParquetProperties.Builder settings = ParquetProperties.builder().withColumnIndexTruncateLength(LONGEST_BOUND);
        if (!sortedBy.isEmpty()) {
            settings.withDictionaryEncoding(sortedBy, false) // no two keys are equal
                    .withPageRowCountLimit(layout.rowsOfPage())
                    .withBloomFilterEnabled(sortedBy, true)
                    .withBloomFilterNDV(sortedBy, Math.max(1, Math.min(schema.mostRows(), rowsOfGroup)));
        }
        if (schema.listed() > 0) {
            settings.withPageValueCountThreshold(VALUES_OF_PAGE)
                    .estimateRowCountForPageSizeCheck(false)
                    .withMinRowCountForPageSizeCheck(Math.min(ROWS_OF_LOOK, 1 + VALUES_OF_PAGE / schema.listed()));
        }
        this.properties = settings.build();
        this.file = new ParquetFileWriter(
                new LocalOutput(path),
                types,
                ParquetFileWriter.Mode.CREATE,
                BYTES_OF_GROUP,
                0,
                LONGEST_BOUND,
                LONGEST_BOUND,
                properties.getPageWriteChecksumEnabled());
        file.start();
    }

    @Override
    public void write(List<Value> cells) throws IOException {
        Group current = Objects.requireNonNullElseGet(group, Group::new);
        group = current;
        current.write(Values.of(cells));
        if (current.isFull()) {
            end(current);
        }
    }

    @Override
    public void describe(String name, String text) {
        said.put(name, text);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            if (group != null) {
                end(group);
            }
            file.end(said);
        }
    }

    private void end(Group full) throws IOException {
        full.writeTo(file);
        group = null;
    }

    /** A row group in memory. */
    private final class Group {
        private final ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                new PageCompressor(),
                types,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        private final ColumnWriteStore columns = properties.newColumnWriteStore(types, pages, pages);
        private final List<CellWriter> single = new ArrayList<>();
        private final @Nullable CellWriter list;
        private long rows;

        Group() {
            List<ColumnDescriptor> all = types.getColumns();
            int count = schema.single().size();
            for (int i = 0; i < count; i++) {
                single.add(CellWriter.of(all.get(i), columns));
            }
            list = schema.listed() == 0 ? null : CellWriter.of(all.get(count), columns);
        }

        void write(Values cells) {
            for (int i = 0; i < single.size(); i++) {
                single.get(i).write(cells, i, 0);
            }
            if (list != null) {
                for (int i = single.size(); i < cells.size(); i++) {
                    list.write(cells, i, i == single.size() ? 0 : 1);
                }
            }
            columns.endRecord();
            rows++;
        }

        boolean isFull() {
            return rows >= rowsOfGroup || (rows % ROWS_OF_LOOK == 0 && columns.getBufferedSize() > BYTES_OF_GROUP);
        }

        void writeTo(ParquetFileWriter file) throws IOException {
            file.startBlock(rows);
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
            columns.close();
            pages.close();
        }
    }

    /** Compresses pages by Zstandard in Java, without a native library. */
    private static final class PageCompressor implements BytesInputCompressor {

        private final io.airlift.compress.zstd.ZstdCompressor zstd = new io.airlift.compress.zstd.ZstdCompressor();
        private final ByteBufferAllocator heap = HeapByteBufferAllocator.getInstance();

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            ByteBuffer in = page.toByteBuffer(heap, unused -> {});
            byte[] out = new byte[zstd.maxCompressedLength(in.remaining())];
            int length =
                    zstd.compress(in.array(), in.arrayOffset() + in.position(), in.remaining(), out, 0, out.length);
            return BytesInput.from(out, 0, length);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }
}
