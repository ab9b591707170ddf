package io.ersilia.precalc.dataset.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.SeekableInputStream;

/** A stream over bytes that can be read at any position. */
abstract class SeekableStream extends SeekableInputStream {

    private long position;

    /** Reads at least one byte, like {@link java.io.InputStream#read(byte[], int, int)}; returns -1 at the end. */
    abstract int read(long at, byte[] into, int from, int most);

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long to) {
        position = to;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
        int read = most == 0 ? 0 : read(position, into, from, most);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void readFully(byte[] into) throws IOException {
        readFully(into, 0, into.length);
    }

    @Override
    public void readFully(byte[] into, int from, int count) throws IOException {
        for (int done = 0; done < count; ) {
            int read = read(into, from + done, count - done);
            if (read < 0) {
                throw new EOFException("the file ends at " + position);
            }
            done += read;
        }
    }

    @Override
    public int read(ByteBuffer into) {
        byte[] bytes = new byte[into.remaining()];
        int read = read(bytes, 0, bytes.length);
        into.put(bytes, 0, Math.max(0, read));
        return read;
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        byte[] bytes = new byte[into.remaining()];
        readFully(bytes);
        into.put(bytes);
    }
}
