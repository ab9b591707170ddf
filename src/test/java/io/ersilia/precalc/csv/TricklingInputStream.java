package io.ersilia.precalc.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives only a few bytes at a time, 1, 2, … up to the most and over again, as a slow connection does. */
final class TricklingInputStream extends FilterInputStream {

    private final int most;
    private int last;

    TricklingInputStream(InputStream in, int most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        last = last % most + 1;
        return super.read(buffer, offset, Math.min(length, last));
    }
}
