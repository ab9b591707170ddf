package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Converts text from another encoding to UTF-8. */
final class Utf8Stream extends PieceStream {

    private static final int CHARS = 1 << 13;

    private final Reader reader;
    private final String label;
    private final char[] chars = new char[CHARS];
    private int held;

    Utf8Stream(InputStream in, Encoding encoding) {
        this.reader = new InputStreamReader(in, encoding.charset.newDecoder());
        this.label = encoding.label;
    }

    @Override
    byte[] piece() throws IOException {
        int read;
        try {
            read = reader.read(chars, held, CHARS - held);
        } catch (CharacterCodingException e) {
            throw new MalformedCsvException("it is not valid %s or is truncated: save it as UTF-8".formatted(label));
        }
        if (read < 0) {
            return new byte[0]; // the decoder refuses half a character, so nothing is left
        }
        int count = held + read;
        held = Character.isHighSurrogate(chars[count - 1]) ? 1 : 0; // its second half is in the next piece
        byte[] bytes = new String(chars, 0, count - held).getBytes(StandardCharsets.UTF_8);
        if (held > 0) {
            chars[0] = chars[count - 1];
        }
        return bytes.length > 0 ? bytes : piece();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
