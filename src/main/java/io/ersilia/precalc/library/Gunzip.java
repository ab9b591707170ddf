package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Gzip with any number of members. Damage is reported as malformed input, because it is the file, not a service, that needs fixing. */
public final class Gunzip extends FilterInputStream {

    private static final int BUFFER = 1 << 16;

    public Gunzip(InputStream in) throws IOException {
        super(new Members(new Honest(in)));
    }

    /** Whether a file with this beginning is gzip. */
    static boolean isZipped(byte[] start) {
        return Encoding.startsWith(start, 0x1F, 0x8B);
    }

    /** The same bytes, decompressed if they are gzip. */
    public static InputStream ifZipped(InputStream in) throws IOException {
        PushbackInputStream whole = new PushbackInputStream(in, 2);
        byte[] start = whole.readNBytes(2);
        whole.unread(start);
        return isZipped(start) ? new Gunzip(whole) : whole;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (EOFException e) {
            throw new MalformedCsvException("its gzip data is truncated: copy or download it again");
        } catch (ZipException e) {
            throw new MalformedCsvException(
                    "its gzip data is damaged (%s): copy or download it again".formatted(e.getMessage()));
        }
    }

    /**
     * Refuses a damaged rest: Java's decoder takes anything that is not a complete member for the end of the file, so the rest of
     * a damaged or truncated file would be lost.
     */
    private static final class Members extends GZIPInputStream {

        private static final int TRAILER = 8;

        private final Honest file;
        private long filled;

        Members(Honest file) throws IOException {
            super(file, BUFFER);
            this.file = file;
        }

        @Override
        protected void fill() throws IOException {
            super.fill();
            filled = file.position;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read < 0) {
                long end = filled - inf.getRemaining() + TRAILER;
                file.transferTo(OutputStream.nullOutputStream());
                if (file.lastOther > end) { // tapes and blocks are padded with zeros
                    throw new ZipException("not gzip from byte %d on".formatted(end));
                }
            }
            return read;
        }
    }

    /** Reports available bytes: streams need not do so, but without them the decoder does not look for another member. */
    private static final class Honest extends PushbackInputStream {

        private long position;
        /** The position after the last byte that is not zero. */
        private long lastOther;

        Honest(InputStream in) {
            super(in, 1);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            position += next < 0 ? 0 : 1;
            lastOther = next > 0 ? position : lastOther;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            position += Math.max(read, 0);
            for (int i = read - 1; i >= 0; i--) {
                if (buffer[offset + i] != 0) {
                    lastOther = position - (read - 1 - i);
                    break;
                }
            }
            return read;
        }

        @Override
        public void unread(int b) throws IOException {
            super.unread(b);
            position--;
        }

        @Override
        public int available() throws IOException {
            int there = super.available();
            if (there > 0) {
                return there;
            }
            int next = read();
            if (next < 0) {
                return 0;
            }
            unread(next);
            return 1;
        }
    }
}
