package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of rows by their keys in little memory. Those of a usual partition stay in memory; more are divided into
 * buckets on disk, each a range of keys, and sorted one bucket at a time. A bucket that is still too large, as with a
 * billion rows, is divided again.
 */
public final class KeyLedger implements Closeable {

    /** About 10 MB; a fiftieth of two million rows is less. */
    private static final int IN_MEMORY = 1 << 17;

    /** With two million keys a bucket gets 8,000, less than a megabyte. */
    private static final int BUCKETS = 256;

    /** Small, since there is one for every bucket. */
    private static final int BUFFER = 1 << 10;

    /** The bytes of a row in a bucket. */
    private static final int LINE = 5 * Long.BYTES + Integer.BYTES + 1 + 1;

    private static final Range ALL = new Range(0, PackedKey.END);

    private static final Reason[] REASONS = Reason.values();

    /**
     * A row that has a key.
     *
     * @param position of the row in its partition, from 0
     * @param rejected null for a prediction
     * @param digest of what the table should have ({@link ItemDigest})
     * @param smiles hash of its SMILES ({@link ItemDigest#ofSmiles}); 0 in files of earlier versions
     * @param superseded whether a later row of its partition has the key, with another SMILES: the table never had this one
     */
    public record Entry(
            int partition, long position, @Nullable Reason rejected, long digest, long smiles, boolean superseded) {

        public boolean isPrediction() {
            return rejected == null;
        }
    }

    /** Visits the keys in order, each with all its entries in order of partition and position. */
    public interface Visitor {
        void visit(InchiKey key, List<Entry> entries) throws IOException;
    }

    /** A row, with its InChIKey in 16 bytes. */
    private record Line(long high, long low, Entry entry) {

        boolean hasKeyOf(Line other) {
            return high == other.high && low == other.low;
        }

        InchiKey key() {
            return new PackedKey(high, low).key();
        }
    }

    /** A range of keys: their beginnings as numbers, the end not included. */
    private record Range(long from, long end) {

        /** How far apart the first keys of its buckets are. */
        private long width() {
            return (end - from) / BUCKETS + 1;
        }

        int bucketOf(Line line) {
            return (int) ((line.high - from) / width());
        }

        Range bucket(int number) {
            long first = from + number * width();
            return new Range(first, Math.min(end, first + width()));
        }

        boolean canBeDivided() {
            return end - from > 1;
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
    private final String name;
    private final Range range;
    private final int inMemory;
    private final List<Line> gathered = new ArrayList<>();
    private boolean divided;
    private final @Nullable DataOutputStream[] buckets = new DataOutputStream[BUCKETS];

    public KeyLedger(TemporaryFolder work) {
        this(work, IN_MEMORY);
    }

    /** @param inMemory how many keys stay in memory */
    public KeyLedger(TemporaryFolder work, int inMemory) {
        this(work, "keys", ALL, inMemory);
    }

    private KeyLedger(TemporaryFolder work, String name, Range range, int inMemory) {
        this.work = work;
        this.name = name;
        this.range = range;
        this.inMemory = inMemory;
    }

    public void add(InchiKey key, Entry entry) throws IOException {
        PackedKey packed = PackedKey.of(key);
        add(new Line(packed.high(), packed.low(), entry));
    }

    private void add(Line line) throws IOException {
        gathered.add(line);
        if (gathered.size() > inMemory) {
            divide();
        }
    }

    @SuppressWarnings("EnumOrdinal") // the buckets are read by the process that wrote them
    private void divide() throws IOException {
        for (Line line : gathered) {
            DataOutputStream out = bucket(range.bucketOf(line));
            out.writeLong(line.high);
            out.writeLong(line.low);
            out.writeInt(line.entry.partition());
            out.writeLong(line.entry.position());
            out.writeByte(
                    line.entry.rejected() == null ? -1 : line.entry.rejected().ordinal());
            out.writeLong(line.entry.digest());
            out.writeLong(line.entry.smiles());
            out.writeBoolean(line.entry.superseded());
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
                visit(i, visitor);
            }
        }
    }

    private void visit(int bucket, Visitor visitor) throws IOException {
        Path file = file(bucket);
        Range keys = range.bucket(bucket);
        if (Files.size(file) / LINE <= inMemory || !keys.canBeDivided()) {
            List<Line> lines = new ArrayList<>();
            forEachLine(file, lines::add);
            Files.delete(file);
            visit(lines, visitor);
            return;
        }
        try (KeyLedger smaller = new KeyLedger(work, file.getFileName().toString(), keys, inMemory)) {
            forEachLine(file, smaller::add);
            Files.delete(file);
            smaller.forEachKey(visitor);
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
        return work.file("%s-%03d".formatted(name, number));
    }

    private interface LineVisitor {
        void visit(Line line) throws IOException;
    }

    private static void forEachLine(Path file, LineVisitor visitor) throws IOException {
        long lines = Files.size(file) / LINE;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (long line = 0; line < lines; line++) {
                visitor.visit(new Line(
                        in.readLong(),
                        in.readLong(),
                        new Entry(
                                in.readInt(),
                                in.readLong(),
                                reason(in.readByte()),
                                in.readLong(),
                                in.readLong(),
                                in.readBoolean())));
            }
        }
    }

    private static @Nullable Reason reason(int ordinal) {
        return ordinal < 0 ? null : REASONS[ordinal];
    }
}
