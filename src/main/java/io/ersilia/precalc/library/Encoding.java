package io.ersilia.precalc.library;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The character encoding of a text file. */
enum Encoding {
    UTF_8(StandardCharsets.UTF_8, "UTF-8"),
    UTF_16LE(StandardCharsets.UTF_16LE, "UTF-16LE"),
    UTF_16BE(StandardCharsets.UTF_16BE, "UTF-16BE");

    /** The share of zero bytes in one of the two positions that indicates mostly ASCII text; real text has over 90 %. */
    private static final double MOSTLY = 0.4;

    /** Letters beyond ASCII may have a zero in the other position. */
    private static final double FEW = 0.25;

    final Charset charset;
    final String label;

    Encoding(Charset charset, String label) {
        this.charset = charset;
        this.label = label;
    }

    /** Detects the encoding from the byte order mark, or from the positions of zero bytes next to ASCII letters. */
    static Encoding of(byte[] sample) {
        if (startsWith(sample, 0xFF, 0xFE)) {
            return UTF_16LE;
        }
        if (startsWith(sample, 0xFE, 0xFF)) {
            return UTF_16BE;
        }
        int pairs = sample.length / 2;
        int[] zeros = new int[2];
        for (int i = 0; i < 2 * pairs; i++) {
            zeros[i % 2] += sample[i] == 0 ? 1 : 0;
        }
        if (zeros[0] < FEW * zeros[1] && zeros[1] > MOSTLY * pairs && beginsWithZeros(sample, 1)) {
            return UTF_16LE;
        }
        return zeros[1] < FEW * zeros[0] && zeros[0] > MOSTLY * pairs && beginsWithZeros(sample, 0) ? UTF_16BE : UTF_8;
    }

    /** Whether the first letters are ASCII, unlike the first bytes of a binary program. */
    private static boolean beginsWithZeros(byte[] sample, int place) {
        return sample[place] == 0 && (sample.length < 2 * 2 || sample[2 + place] == 0);
    }

    static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || bytes[i] != (byte) start[i]) {
                return false;
            }
        }
        return true;
    }
}
