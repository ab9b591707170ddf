package io.ersilia.precalc.library;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes are produced piece by piece while it is read. */
abstract class PieceStream extends InputStream {

    private byte[] bytes = {};
    private int next;

    /** The next bytes; none at the end. */
    abstract byte[] piece() throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == bytes.length) {
            bytes = piece();
            next = 0;
            if (bytes.length == 0) {
                return -1;
            }
        }
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, buffer, offset, count);
        next += count;
        return count;
    }
}
