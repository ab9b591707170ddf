package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.molecule.InchiKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds equal keys among any number of rows in little memory: keys are dealt into buckets on disk, and one bucket at a
 * time is sorted.
 */
final class KeyLedger implements Closeable {

    /** Of two million keys a bucket gets 8,000, less than a megabyte. */
    private static final int BUCKETS = 256;

    /** Small, since there is one for every bucket. */
    private static final int BUFFER = 1 << 10;

    private static final int LETTERS_IN_HIGH = 13;

    /** Where a key was seen. */
    record Entry(int partition, long position, boolean prediction) {}

    /** Hears of one key all entries, in order of partition and position. */
    interface Visitor {
        void visit(List<Entry> entries) throws IOException;
    }

    private record Line(long high, long low, Entry entry) {
        boolean sameKeyAs(Line other) {
            return high == other.high && low == other.low;
        }
    }

    private static final Comparator<Line> ORDER = Comparator.comparingLong(Line::high)
            .thenComparingLong(Line::low)
            .thenComparingInt(line -> line.entry().partition())
            .thenComparingLong(line -> line.entry().position());

    private final WorkFolder work;
    private final @Nullable DataOutputStream[] buckets = new DataOutputStream[BUCKETS];

    KeyLedger(WorkFolder work) {
        this.work = work;
    }

    void add(InchiKey key, Entry entry) throws IOException {
        long high = letters(key.value(), 0, LETTERS_IN_HIGH);
        long low = letters(key.value(), LETTERS_IN_HIGH, key.value().length());
        DataOutputStream out = bucket((int) Long.remainderUnsigned(high * 31 + low, BUCKETS));
        out.writeLong(high);
        out.writeLong(low);
        out.writeInt(entry.partition());
        out.writeLong(entry.position());
        out.writeBoolean(entry.prediction());
    }

    /** Visits every key once; nothing can be added afterwards. */
    void forEachKey(Visitor visitor) throws IOException {
        close();
        for (int i = 0; i < BUCKETS; i++) {
            if (Files.exists(file(i))) {
                visit(lines(file(i)), visitor);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (DataOutputStream bucket : buckets) {
            if (bucket != null) {
                bucket.close();
            }
        }
    }

    private static void visit(List<Line> lines, Visitor visitor) throws IOException {
        lines.sort(ORDER);
        int from = 0;
        for (int to = 1; to <= lines.size(); to++) {
            if (to == lines.size() || !lines.get(to).sameKeyAs(lines.get(from))) {
                visitor.visit(lines.subList(from, to).stream().map(Line::entry).toList());
                from = to;
            }
        }
    }

    private DataOutputStream bucket(int number) throws IOException {
        DataOutputStream bucket = buckets[number];
        if (bucket == null) {
            bucket = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file(number)), BUFFER));
            buckets[number] = bucket;
        }
        return bucket;
    }

    private Path file(int number) {
        return work.file("keys-%03d".formatted(number));
    }

    private static List<Line> lines(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (true) {
                long high = in.readLong();
                lines.add(new Line(high, in.readLong(), new Entry(in.readInt(), in.readLong(), in.readBoolean())));
            }
        } catch (EOFException e) {
            return lines;
        }
    }

    /** The letters as a number of base 26: 13 of them fit a long, and nothing but letters differs between keys. */
    private static long letters(String key, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            char c = key.charAt(i);
            if (c != '-' && i != 23 && i != 24) {
                number = number * 26 + (c - 'A');
            }
        }
        return number;
    }
}
