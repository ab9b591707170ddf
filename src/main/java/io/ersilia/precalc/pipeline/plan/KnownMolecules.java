package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.ItemDigest;
import io.ersilia.precalc.pipeline.shared.KeyIndex;
import io.ersilia.precalc.pipeline.shared.PackedKey;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteSource;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row of an earlier run that has a molecule. It uses a copy of the run's {@link KeyIndex}, four numbers a record,
 * and a hash table of the records, both in files, because a library may have more molecules than fit into memory.
 */
final class KnownMolecules {

    /** 2^64 divided by the golden ratio: spreads numbers over the table. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int LONGS = 4;

    private final LongsFile records;
    private final LongsFile table;
    private final int bits;
    private final boolean byKey;

    /**
     * Copies the index of a run.
     *
     * @param rows of the run
     * @throws Failure of kind INPUT if it is absent or not such an index
     */
    KnownMolecules(ByteSource index, long rows, Takeover wanted, TemporaryFolder work) throws IOException {
        Path copy = work.file("keys");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16))) {
            KeyIndex.forEach(index, rows, (key, smiles, row, isRejected) -> {
                if (!isRejected || !wanted.retryRejects()) {
                    out.writeLong(key.high());
                    out.writeLong(key.low());
                    out.writeLong(smiles);
                    out.writeLong(row);
                }
            });
        }
        this.byKey = wanted.byKey();
        this.records = new LongsFile(copy);
        long count = records.count() / LONGS;
        this.bits = 65 - Long.numberOfLeadingZeros(count); // at most half of the places are taken
        this.table = new LongsFile(zeros(work.file("table"), 1L << bits));
        for (long record = 0; record < count; record++) {
            insert(record);
        }
    }

    /** Writes the zeros instead of only reserving space: a full disk must show here, not once the file is mapped. */
    private static Path zeros(Path file, long longs) throws IOException {
        byte[] zero = new byte[Long.BYTES];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (long i = 0; i < longs; i++) {
                out.write(zero);
            }
        }
        return file;
    }

    /**
     * The molecule's row in the earlier run's plan, from 0; -1 if that run does not have it.
     *
     * @param key null if not known: then any row with the SMILES will do
     */
    long row(String smiles, @Nullable InchiKey key) {
        long hash = ItemDigest.ofSmiles(smiles);
        PackedKey packed = key == null ? null : PackedKey.of(key);
        if (byKey && packed == null) {
            return -1;
        }
        long found = -1;
        for (long place = place(packed == null ? hash : name(packed, hash));
                table.get(place) != 0;
                place = next(place)) {
            long record = table.get(place) - 1;
            boolean sameSmiles = smiles(record) == hash;
            if ((packed == null || packed.equals(key(record))) && (byKey || sameSmiles)) {
                found = row(record);
                if (sameSmiles) {
                    return found;
                }
            }
        }
        return found;
    }

    private void insert(long record) {
        long place = place(name(key(record), smiles(record)));
        while (table.get(place) != 0) {
            place = next(place);
        }
        table.set(place, record + 1);
    }

    /** The number that a molecule is looked up by. */
    private long name(PackedKey key, long smiles) {
        return byKey ? key.high() * 31 + key.low() : smiles;
    }

    private long place(long name) {
        return (name * SPREAD) >>> (64 - bits);
    }

    private long next(long place) {
        return (place + 1) & ((1L << bits) - 1);
    }

    private PackedKey key(long record) {
        return new PackedKey(records.get(record * LONGS), records.get(record * LONGS + 1));
    }

    private long smiles(long record) {
        return records.get(record * LONGS + 2);
    }

    private long row(long record) {
        return records.get(record * LONGS + 3);
    }

    /** Any number of 8-byte numbers in a file on this machine; the file is mapped, so that they take no heap. */
    private static final class LongsFile {

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
}
