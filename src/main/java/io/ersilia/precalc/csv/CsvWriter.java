package io.ersilia.precalc.csv;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes records as RFC 4180 with LF line ends and quotes only where a cell needs them. */
public final class CsvWriter implements Closeable {

    private final Writer out;
    private char[] line = new char[1 << 10];
    private int length;
    private boolean closed;

    public CsvWriter(OutputStream out) {
        this(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16));
    }

    public CsvWriter(Writer out) {
        this.out = out;
    }

    public void write(List<String> cells) throws IOException {
        length = 0;
        for (String cell : cells) {
            append(cell);
        }
        line[Math.max(0, length - 1)] = '\n'; // in place of the last comma
        out.write(line, 0, Math.max(1, length));
    }

    /** Appends the cell and a comma. Looks at each character only once, because records have thousands of cells. */
    private void append(String cell) {
        if (line.length - length <= cell.length()) {
            line = Arrays.copyOf(line, 2 * (length + cell.length()));
        }
        int at = length;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c <= ',' && (c == ',' || c == '"' || c == '\n' || c == '\r')) {
                appendQuoted(cell);
                return;
            }
            line[at++] = c;
        }
        line[at++] = ',';
        length = at;
    }

    private void appendQuoted(String cell) {
        String quoted = '"' + cell.replace("\"", "\"\"") + "\",";
        int end = length + quoted.length();
        line = end > line.length ? Arrays.copyOf(line, 2 * end) : line;
        quoted.getChars(0, quoted.length(), line, length);
        length = end;
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
