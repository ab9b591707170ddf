package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Reason;
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
 * Sorts any number of rows by their keys in little memory: those of a usual partition stay there; more are divided into
 * buckets on disk, each a range of keys, and one bucket at a time is sorted.
 */
public final class KeyLedger implements Closeable {

    /** About 10 MB; a fiftieth of two million rows is less. */
    private static final int IN_MEMORY = 1 << 17;

    /** Of two million keys a bucket gets 8,000, less than a megabyte. */
    private static final int BUCKETS = 256;

    /** Small, since there is one for every bucket. */
    private static final int BUFFER = 1 << 10;

    private static final int LETTERS_IN_HIGH = 13;

    /** How far apart the buckets' first keys are, of the 26^13 that there can be. */
    private static final long BUCKET_WIDTH = power(26, LETTERS_IN_HIGH) / BUCKETS + 1;

    private static final Reason[] REASONS = Reason.values();

    /**
     * A row that has a key.
     *
     * @param position of the row in its partition, from 0
     * @param rejected null for a prediction
     * @param digest of what the table is to have ({@link ItemDigest})
     */
    public record Entry(
            int partition, long position, @Nullable Reason rejected, long digest) {

        public boolean isPrediction() {
            return rejected == null;
        }
    }

    /** Is shown the keys in order, each with all its entries in order of partition and position. */
    public interface Visitor {
        void visit(InchiKey key, List<Entry> entries) throws IOException;
    }

    /** A row, with its InChIKey in 16 bytes. */
    private record Line(long high, long low, Entry entry) {

        boolean hasKeyOf(Line other) {
            return high == other.high && low == other.low;
        }

        InchiKey key() {
            char[] key = new char[InchiKey.LENGTH];
            write(high, key, 0, LETTERS_IN_HIGH);
            write(low, key, LETTERS_IN_HIGH, key.length);
            return new InchiKey(new String(key));
        }
    }

    private static final Comparator<Line> ORDER = (one, other) -> {
        int byKey = one.high != other.high ? Long.compare(one.high, other.high) : Long.compare(one.low, other.low);
        if (byKey != 0) {
            return byKey;
        }
        int byPartition = Integer.compare(one.entry.partition(), other.entry.partition());
        return byPartition != 0 ? byPartition : Long.compare(one.entry.position(), other.entry.position());
    };

    private final TemporaryFolder work;
    private final int inMemory;
    private final List<Line> gathered = new ArrayList<>();
    private boolean divided;
    private final @Nullable DataOutputStream[] buckets = new DataOutputStream[BUCKETS];

    public KeyLedger(TemporaryFolder work) {
        this(work, IN_MEMORY);
    }

    /** @param inMemory keys that stay in memory */
    public KeyLedger(TemporaryFolder work, int inMemory) {
        this.work = work;
        this.inMemory = inMemory;
    }

    public void add(InchiKey key, Entry entry) throws IOException {
        long high = letters(key.value(), 0, LETTERS_IN_HIGH);
        long low = letters(key.value(), LETTERS_IN_HIGH, key.value().length());
        gathered.add(new Line(high, low, entry));
        if (gathered.size() > inMemory) {
            divide();
        }
    }

    @SuppressWarnings("EnumOrdinal") // the buckets are read by the process that wrote them
    private void divide() throws IOException {
        for (Line line : gathered) {
            DataOutputStream out = bucket((int) (line.high / BUCKET_WIDTH));
            out.writeLong(line.high);
            out.writeLong(line.low);
            out.writeInt(line.entry.partition());
            out.writeLong(line.entry.position());
            out.writeByte(
                    line.entry.rejected() == null ? -1 : line.entry.rejected().ordinal());
            out.writeLong(line.entry.digest());
        }
        gathered.clear();
        divided = true;
    }

    /** Visits every key once; nothing can be added afterwards. */
    public void forEachKey(Visitor visitor) throws IOException {
        if (!divided) {
            visit(gathered, visitor);
            return;
        }
        divide();
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
        for (int from = 0, to; from < lines.size(); from = to) {
            Line first = lines.get(from);
            for (to = from + 1; to < lines.size() && lines.get(to).hasKeyOf(first); ) {
                to++;
            }
            visitor.visit(
                    first.key(),
                    to == from + 1
                            ? List.of(first.entry())
                            : lines.subList(from, to).stream().map(Line::entry).toList());
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
                lines.add(new Line(
                        in.readLong(),
                        in.readLong(),
                        new Entry(in.readInt(), in.readLong(), reason(in.readByte()), in.readLong())));
            }
        } catch (EOFException e) {
            return lines;
        }
    }

    private static @Nullable Reason reason(int ordinal) {
        return ordinal < 0 ? null : REASONS[ordinal];
    }

    /** The letters as a number of base 26: 13 of them fit a long, and nothing but letters differs between keys. */
    private static long letters(String key, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (differs(i)) {
                number = number * 26 + (key.charAt(i) - 'A');
            }
        }
        return number;
    }

    /** The reverse of {@link #letters}. */
    private static void write(long number, char[] key, int from, int to) {
        long rest = number;
        for (int i = to - 1; i >= from; i--) {
            if (differs(i)) {
                key[i] = (char) ('A' + rest % 26);
                rest /= 26;
            } else {
                key[i] = i == 23 ? 'S' : i == 24 ? 'A' : '-';
            }
        }
    }

    /** Whether keys differ there: not in the hyphens, nor in SA, which says that the key is a standard one. */
    private static boolean differs(int i) {
        return i != 14 && i != 23 && i != 24 && i != 25;
    }

    private static long power(long base, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= base;
        }
        return power;
    }
}
