package io.ersilia.precalc.dataset.parquet;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Parquet's options for reading: pages are checked and decompressed in Java, and nothing is filtered. */
final class PlainReading {

    private static final int CHUNK = 8 << 20; // bytes allocated at once

    /** Made by the hidden constructor, because the builder loads Hadoop's compressors before others can be named. */
    static final ParquetReadOptions OPTIONS = options();

    private PlainReading() {}

    private static ParquetReadOptions options() {
        @Nullable
        Object[] all = {
            false, // signed bounds of texts
            false, // filter by statistics
            false, // by dictionaries
            false, // by records
            false, // by the page index
            true, // checksums of pages
            false, // filter by Bloom filters
            false, // decryption off the heap
            false, // reading several ranges by Hadoop
            FilterCompat.NOOP,
            ParquetMetadataConverter.NO_FILTER,
            new PageDecompressor.Only(),
            new HeapByteBufferAllocator(),
            CHUNK,
            Map.of(),
            null, // decryption
            null, // metrics
            new PlainParquetConfiguration()
        };
        try {
            Constructor<?> constructor = Arrays.stream(ParquetReadOptions.class.getDeclaredConstructors())
                    .filter(one -> one.getParameterCount() == all.length)
                    .findFirst()
                    .orElseThrow();
            constructor.setAccessible(true);
            return (ParquetReadOptions) constructor.newInstance(all);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of Parquet", e);
        }
    }

    /** Decompresses Zstandard pages in Java, without a native library. */
    private static final class PageDecompressor implements BytesInputDecompressor {

        /** Supports no other compression, and cannot compress. */
        static final class Only implements CompressionCodecFactory {

            @Override
            public BytesInputCompressor getCompressor(CompressionCodecName codec) {
                throw new UnsupportedOperationException("nothing is written");
            }

            @Override
            public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
                if (codec != CompressionCodecName.ZSTD) {
                    throw new UnsupportedOperationException(codec.name());
                }
                return new PageDecompressor();
            }

            @Override
            public void release() {}
        }

        private final ZstdDecompressor zstd = new ZstdDecompressor();

        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            ByteBuffer out = ByteBuffer.allocate(size);
            zstd.decompress(page.toInputStream().slice(Math.toIntExact(page.size())), out);
            return BytesInput.from(out.flip());
        }

        @Override
        public void decompress(ByteBuffer page, int length, ByteBuffer out, int size) throws IOException {
            zstd.decompress(page.slice(page.position(), length), out);
            page.position(page.position() + length);
        }

        @Override
        public void release() {}
    }
}
