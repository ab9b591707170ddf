package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text of another encoding as UTF-8. */
final class Utf8Stream extends InputStream {

    private static final int CHARS = 1 << 13;

    private final Reader reader;
    private final String label;
    private final char[] chars = new char[CHARS];
    private int held;
    private byte[] bytes = {};
    private int next;

    Utf8Stream(InputStream in, Encoding encoding) {
        this.reader = new InputStreamReader(in, encoding.charset.newDecoder());
        this.label = encoding.label;
    }

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
        if (next == bytes.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, buffer, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        int read;
        try {
            read = reader.read(chars, held, CHARS - held);
        } catch (CharacterCodingException e) {
            throw new MalformedCsvException(
                    "it is not %s throughout, or is cut off: save it as UTF-8".formatted(label));
        }
        if (read < 0) {
            return false; // the decoder refuses half a character, so nothing is held
        }
        int count = held + read;
        held = Character.isHighSurrogate(chars[count - 1]) ? 1 : 0; // its other half comes with the next piece
        bytes = new String(chars, 0, count - held).getBytes(StandardCharsets.UTF_8);
        next = 0;
        if (held > 0) {
            chars[0] = chars[count - 1];
        }
        return bytes.length > 0 || fill();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
