package io.ersilia.precalc.nearest;

import io.ersilia.precalc.molecule.InchiKey;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes the file of a library's fingerprints, block by block. Each block begins with its number of rows, the number of bytes
 * that follow, and a checksum: the CRC32C of these bytes XOR the number of rows. The last block has no rows, so that a
 * truncated file is noticed.
 */
public final class FingerprintWriter implements Closeable {

    /** The most rows in a block; one block at a time is in memory. */
    public static final int MOST_ROWS = 1 << 16;

    static final byte[] MAGIC = "precfp01".getBytes(StandardCharsets.US_ASCII);

    /** The size of a block's number of rows, length and checksum. */
    static final int HEAD_BYTES = 3 * Integer.BYTES;

    private final OutputStream out;

    /** A molecule of the library. */
    @SuppressWarnings("ArrayRecordComponent") // written, never compared
    public record Row(InchiKey key, String smiles, long[] fingerprint) {}

    public FingerprintWriter(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
        out.write(MAGIC);
    }

    /** Writes the next molecules, at most {@value #MOST_ROWS}. */
    public void write(List<Row> rows) throws IOException {
        if (!rows.isEmpty()) {
            block(rows);
        }
    }

    private void block(List<Row> rows) throws IOException {
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        ByteBuffer fixed = ByteBuffer.allocate(rows.size() * FingerprintBlock.BYTES_PER_ROW)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Row row : rows) {
            for (long some : row.fingerprint()) {
                fixed.putLong(some);
            }
        }
        rows.forEach(row -> fixed.putShort((short) FingerprintBlock.bits(row.fingerprint())));
        for (Row row : rows) {
            texts.writeBytes((row.key() + " " + row.smiles()).getBytes(StandardCharsets.UTF_8));
            fixed.putInt(texts.size());
        }
        CRC32C sum = new CRC32C();
        sum.update(fixed.array());
        sum.update(texts.toByteArray());
        head(rows.size(), fixed.capacity() + texts.size(), (int) sum.getValue() ^ rows.size());
        out.write(fixed.array());
        texts.writeTo(out);
    }

    private void head(int rows, int bytes, int checksum) throws IOException {
        out.write(ByteBuffer.allocate(HEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(rows)
                .putInt(bytes)
                .putInt(checksum)
                .array());
    }

    /** Writes the end of the file and closes it. */
    @Override
    public void close() throws IOException {
        try (out) {
            head(0, 0, 0);
        }
    }
}
