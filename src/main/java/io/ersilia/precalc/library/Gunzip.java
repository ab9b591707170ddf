package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Gzip with any number of members. Damage is reported as malformed input, because it is the file, not a service, that needs fixing. */
public final class Gunzip extends FilterInputStream {

    private static final int BUFFER = 1 << 16;

    Gunzip(InputStream in) throws IOException {
        super(new GZIPInputStream(new Honest(in), BUFFER));
    }

    /** Whether a file that begins so is gzip. */
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

    /** The decoder looks for another member only if bytes are reported as available, which streams need not do. */
    private static final class Honest extends PushbackInputStream {
        Honest(InputStream in) {
            super(in, 1);
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
