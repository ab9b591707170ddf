package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The records of a file as plain CSV (UTF-8, commas, LF), made while it is read. */
final class PlainStream extends InputStream {

    private static final int ENOUGH = 1 << 15;

    private final GivenFile file;
    private byte[] bytes = {};
    private int next;

    PlainStream(GivenFile file) {
        this.file = file;
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
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            while (text.getBuffer().length() < ENOUGH && file.next()) {
                List<String> cells = file.cells();
                if (cells.size() == 1 && cells.get(0).isBlank()) {
                    text.write("\"%s\"\n".formatted(cells.get(0))); // without quotes it would be no record
                } else {
                    csv.write(cells);
                }
            }
        }
        bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        next = 0;
        return bytes.length > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
