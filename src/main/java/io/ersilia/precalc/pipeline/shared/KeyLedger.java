package io.ersilia.precalc.pipeline.shared;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds equal keys among any number of rows in little memory: those of a usual partition stay there, more are dealt
 * into buckets on disk, and one bucket at a time is sorted.
 */
public final class KeyLedger implements Closeable {

    /** About 10 MB; a fiftieth of two million rows is less. */
    private static final int IN_MEMORY = 1 << 17;

    /** Of two million keys a bucket gets 8,000, less than a megabyte. */
    private static final int BUCKETS = 256;

    /** Small, since there is one for every bucket. */
    private static final int BUFFER = 1 << 10;

    private static final int LETTERS_IN_HIGH = 13;

    /** Where a key was seen. */
    public record Entry(int partition, long position, boolean prediction) {}

    /** Hears of one key all entries, in order of partition and position. */
    public interface Visitor {
        void visit(List<Entry> entries) throws IOException;
    }

    private static final Comparator<Entry> ORDER =
            Comparator.comparingInt(Entry::partition).thenComparingLong(Entry::position);

    /** An InChIKey in 16 bytes. */
    private record Key(long high, long low) {

        @Override
        public int hashCode() { // the usual one, without its slow first call
            return Long.hashCode(high) * 31 + Long.hashCode(low);
        }
    }

    private record Line(Key key, Entry entry) {}

    private final WorkFolder work;
    private final int inMemory;
    private final List<Line> gathered = new ArrayList<>();
    private boolean dealt;
    private final @Nullable DataOutputStream[] buckets = new DataOutputStream[BUCKETS];

    public KeyLedger(WorkFolder work) {
        this(work, IN_MEMORY);
    }

    /** @param inMemory keys that stay in memory */
    public KeyLedger(WorkFolder work, int inMemory) {
        this.work = work;
        this.inMemory = inMemory;
    }

    public void add(InchiKey key, Entry entry) throws IOException {
        long high = letters(key.value(), 0, LETTERS_IN_HIGH);
        long low = letters(key.value(), LETTERS_IN_HIGH, key.value().length());
        gathered.add(new Line(new Key(high, low), entry));
        if (gathered.size() > inMemory) {
            deal();
        }
    }

    private void deal() throws IOException {
        for (Line line : gathered) {
            DataOutputStream out = bucket((int) Long.remainderUnsigned(line.key.high * 31 + line.key.low, BUCKETS));
            out.writeLong(line.key.high);
            out.writeLong(line.key.low);
            out.writeInt(line.entry.partition());
            out.writeLong(line.entry.position());
            out.writeBoolean(line.entry.prediction());
        }
        gathered.clear();
        dealt = true;
    }

    /** Visits every key once; nothing can be added afterwards. */
    public void forEachKey(Visitor visitor) throws IOException {
        if (!dealt) {
            visit(gathered, visitor);
            return;
        }
        deal();
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
        Map<Key, Entry> first = new HashMap<>();
        Map<Key, List<Entry>> repeated = new HashMap<>();
        for (Line line : lines) {
            Entry before = first.putIfAbsent(line.key, line.entry);
            if (before != null) {
                repeated.computeIfAbsent(line.key, key -> new ArrayList<>(List.of(before)))
                        .add(line.entry);
            }
        }
        for (Map.Entry<Key, Entry> one : first.entrySet()) {
            List<Entry> all = repeated.getOrDefault(one.getKey(), List.of(one.getValue()));
            visitor.visit(all.size() == 1 ? all : all.stream().sorted(ORDER).toList());
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
                Key key = new Key(in.readLong(), in.readLong());
                lines.add(new Line(key, new Entry(in.readInt(), in.readLong(), in.readBoolean())));
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
