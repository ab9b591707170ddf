package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.ByteRange;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file that Parquet reads by byte ranges. Ranges known beforehand are fetched together and kept in memory, so that many of
 * them cost few requests; anything else is fetched on demand.
 */
final class RangedFile implements InputFile {

    /** Reading this many bytes takes as long as another request: 20 ms at 50 MB/s. */
    private static final long LARGEST_GAP = Words.MIB;

    /** Bytes at the end that are fetched at once: enough for the footer and the indexes of a dataset with few columns. */
    private static final long END = Words.MIB / 4;

    /** The least number of bytes to fetch, because readers ask for single bytes. */
    private static final int LEAST = 1 << 16;

    private final ByteSource source;
    private final long length;
    private final TreeMap<Long, byte[]> end = new TreeMap<>();
    private final TreeMap<Long, byte[]> held = new TreeMap<>();

    /** @throws Failure of kind INPUT if the file does not exist */
    RangedFile(ByteSource source) {
        this.source = source.unchanging();
        this.length = this.source
                .size()
                .orElseThrow(
                        () -> Failure.input("no file at %s: name a dataset of export, as in --from predictions.parquet"
                                .formatted(Printable.of(source.uri()))));
        fetch(List.of(new ByteRange(Math.max(0, length - END), length)), end);
    }

    String uri() {
        return source.uri();
    }

    @Override
    public long getLength() {
        return length;
    }

    /** Fetches these ranges and keeps them in memory, replacing earlier ones. */
    void hold(Collection<ByteRange> ranges) {
        held.clear();
        long inMemory = end.firstKey();
        List<ByteRange> sorted = ranges.stream()
                .filter(range -> !range.isEmpty() && range.from() < inMemory)
                .sorted(Comparator.comparingLong(ByteRange::from))
                .toList();
        List<ByteRange> together = new ArrayList<>();
        for (ByteRange range : sorted) {
            if (!together.isEmpty()
                    && range.from() - together.get(together.size() - 1).to() > LARGEST_GAP) {
                fetch(together, held);
                together.clear();
            }
            together.add(range);
        }
        fetch(together, held);
    }

    /** Fetches the ranges by one request; the bytes between them are dropped. */
    private void fetch(List<ByteRange> ascending, Map<Long, byte[]> into) {
        if (ascending.isEmpty()) {
            return;
        }
        long at = ascending.get(0).from();
        long to = ascending.stream().mapToLong(ByteRange::to).max().orElse(at);
        try (InputStream in = source.open(at, Math.min(to, length))) {
            for (ByteRange range : ascending) {
                long from = Math.max(at, range.from());
                if (range.to() > from) {
                    in.skipNBytes(from - at);
                    into.put(from, in.readNBytes(Math.toIntExact(range.to() - from)));
                    at = range.to();
                }
            }
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: %s; run the same command again"
                            .formatted(Printable.of(uri()), Printable.reason(e)),
                    e);
        }
    }

    /** A piece of the file that contains that position, by its first byte; empty at the end of the file. */
    private Map.Entry<Long, byte[]> at(long position, int wanted) {
        if (position < 0 || position > length) {
            throw ParquetFailures.damaged(uri());
        }
        for (TreeMap<Long, byte[]> bytes : List.of(held, end)) {
            Map.Entry<Long, byte[]> before = bytes.floorEntry(position);
            if (before != null && before.getKey() + before.getValue().length > position) {
                return before;
            }
        }
        fetch(List.of(new ByteRange(position, Math.min(length, position + Math.max(wanted, LEAST)))), held);
        return Map.entry(position, held.getOrDefault(position, new byte[0]));
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream();
    }

    private final class Stream extends SeekableStream {
        private Map.Entry<Long, byte[]> current = Map.entry(0L, new byte[0]);

        @Override
        int read(long position, byte[] into, int from, int most) {
            if (position >= length) {
                return -1;
            }
            long begin = current.getKey();
            if (position < begin || position >= begin + current.getValue().length) {
                current = at(position, most);
            }
            int offset = (int) (position - current.getKey());
            int read = Math.min(most, current.getValue().length - offset);
            if (read <= 0) {
                throw ParquetFailures.damaged(uri()); // the file became shorter while it was read
            }
            System.arraycopy(current.getValue(), offset, into, from, read);
            return read;
        }
    }
}
