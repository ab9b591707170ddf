package io.ersilia.precalc.pipeline.plan;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Numbers of 8 bytes in a file on this machine, however many: the file is mapped, so that they take no heap. */
final class LongsFile {

    /** A mapping has at most 2 GB. */
    private static final int SEGMENT_BITS = 27;

    private final List<MappedByteBuffer> segments = new ArrayList<>();
    private final long count;

    /** Opens the file, which is not truncated afterwards. */
    LongsFile(Path file) throws IOException {
        this.count = Files.size(file) / Long.BYTES;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long from = 0; from < count; from += 1L << SEGMENT_BITS) {
                long length = Math.min(1L << SEGMENT_BITS, count - from);
                segments.add(channel.map(FileChannel.MapMode.READ_WRITE, from * Long.BYTES, length * Long.BYTES));
            }
        }
    }

    long count() {
        return count;
    }

    long get(long place) {
        return segments.get((int) (place >>> SEGMENT_BITS)).getLong(offset(place));
    }

    void set(long place, long value) {
        segments.get((int) (place >>> SEGMENT_BITS)).putLong(offset(place), value);
    }

    private static int offset(long place) {
        return (int) (place & ((1L << SEGMENT_BITS) - 1)) * Long.BYTES;
    }
}
