package io.ersilia.precalc.csv;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes records as RFC 4180 with LF line ends and quotes only where a cell needs them. */
public final class CsvWriter implements Closeable {

    private final Writer out;
    private final StringBuilder line = new StringBuilder();
    private boolean closed;

    public CsvWriter(OutputStream out) {
        this(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16));
    }

    public CsvWriter(Writer out) {
        this.out = out;
    }

    public void write(List<String> cells) throws IOException {
        line.setLength(0);
        String separator = "";
        for (String cell : cells) {
            line.append(separator);
            append(cell);
            separator = ",";
        }
        out.append(line.append('\n'));
    }

    private void append(String cell) {
        if (isPlain(cell)) {
            line.append(cell);
        } else {
            line.append('"').append(cell.replace("\"", "\"\"")).append('"');
        }
    }

    /** Whether it needs no quotes. */
    private static boolean isPlain(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return true;
    }

    /** Closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            out.close();
        }
    }
}
