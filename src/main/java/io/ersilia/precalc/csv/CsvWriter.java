package io.ersilia.precalc.csv;

import com.opencsv.CSVWriter;
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

    private final CSVWriter csv;
    private boolean closed;

    public CsvWriter(OutputStream out) {
        this(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16));
    }

    public CsvWriter(Writer out) {
        this.csv = new OnePass(out);
    }

    public void write(List<String> cells) throws IOException {
        csv.writeNext(cells.toArray(String[]::new), false);
        IOException trouble = csv.getException(); // checkError() would flush every record
        if (trouble != null) {
            throw trouble;
        }
    }

    /** Closing again does nothing. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            csv.close();
        }
    }

    /** Looks at a cell once for what must be quoted, not five times: most cells have a few characters and nothing of it. */
    private static final class OnePass extends CSVWriter {

        OnePass(Writer out) {
            super(out, DEFAULT_SEPARATOR, DEFAULT_QUOTE_CHARACTER, DEFAULT_QUOTE_CHARACTER, "\n");
        }

        @Override
        protected boolean stringContainsSpecialCharacters(String cell) {
            for (int i = 0; i < cell.length(); i++) {
                char c = cell.charAt(i);
                if (c == separator || c == quotechar || c == '\n' || c == '\r') {
                    return true;
                }
            }
            return false;
        }
    }
}
