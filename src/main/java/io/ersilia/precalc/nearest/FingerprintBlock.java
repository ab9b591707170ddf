package io.ersilia.precalc.nearest;

import io.ersilia.precalc.molecule.Ecfp4;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A block of a library's molecules: first all fingerprints, then the number of bits in each, then the end position of each
 * text, then the texts {@code <key> <SMILES>}. Numbers are little-endian.
 */
final class FingerprintBlock {

    /** The size of a row's fingerprint, number of bits and end of text. */
    static final int BYTES_PER_ROW = Ecfp4.LONGS * Long.BYTES + Short.BYTES + Integer.BYTES;

    private final int rows;
    private final LongBuffer fingerprints;
    private final ShortBuffer counts;
    private final IntBuffer ends;
    private final ByteBuffer texts;

    /** @param bytes exactly those of the block */
    FingerprintBlock(ByteBuffer bytes, int rows) {
        int counted = rows * Ecfp4.LONGS * Long.BYTES;
        int ended = counted + rows * Short.BYTES;
        this.rows = rows;
        this.fingerprints = part(bytes, 0, counted).asLongBuffer();
        this.counts = part(bytes, counted, ended).asShortBuffer();
        this.ends = part(bytes, ended, rows * BYTES_PER_ROW).asIntBuffer();
        this.texts = part(bytes, rows * BYTES_PER_ROW, bytes.limit());
    }

    private static ByteBuffer part(ByteBuffer bytes, int from, int to) {
        return bytes.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A row and its similarity to the requested molecule, 0 to 1. */
    record Hit(FingerprintBlock block, int row, double similarity) {

        /** The more similar hit; the first if they are equal. */
        Hit or(Hit later) {
            return later.similarity > similarity ? later : this;
        }

        /** Key and SMILES, with a blank between them. */
        String text() {
            return block.text(row);
        }
    }

    /** The most similar row, the first among equals; its similarity is 0 if no row has a bit in common. */
    Hit nearest(long[] asked) {
        int bits = bits(asked);
        int best = 0;
        double similarity = 0;
        for (int row = 0; row < rows; row++) {
            int others = counts.get(row);
            if (Math.min(bits, others) > similarity * Math.max(bits, others)) { // else it cannot be more similar
                int common = common(asked, row);
                double one = (double) common / (bits + others - common);
                if (one > similarity) {
                    best = row;
                    similarity = one;
                }
            }
        }
        return new Hit(this, best, similarity);
    }

    private int common(long[] asked, int row) {
        int common = 0;
        for (int i = 0; i < Ecfp4.LONGS; i++) {
            common += Long.bitCount(asked[i] & fingerprints.get(row * Ecfp4.LONGS + i));
        }
        return common;
    }

    static int bits(long[] fingerprint) {
        int bits = 0;
        for (long some : fingerprint) {
            bits += Long.bitCount(some);
        }
        return bits;
    }

    private String text(int row) {
        int from = row == 0 ? 0 : ends.get(row - 1);
        byte[] text = new byte[ends.get(row) - from];
        texts.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
