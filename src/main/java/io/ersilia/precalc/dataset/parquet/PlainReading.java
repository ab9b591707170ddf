package io.ersilia.precalc.dataset.parquet;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.jspecify.annotations.Nullable;

/** How Parquet reads: pages are checked and decompressed in Java, and nothing is filtered. */
final class PlainReading {

    private static final int CHUNK = 8 << 20; // bytes allocated at once

    /** Their builder loads the compressors of Hadoop before one can name others, so that only its constructor is left. */
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
}
