package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The records of a file as plain CSV (UTF-8, commas, LF), converted while it is read. */
final class PlainStream extends PieceStream {

    private static final int ENOUGH = 1 << 15;

    private final GivenFile file;

    PlainStream(GivenFile file) {
        this.file = file;
    }

    @Override
    byte[] piece() throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            while (text.getBuffer().length() < ENOUGH && file.next()) {
                List<String> cells = file.cells();
                if (cells.size() == 1 && cells.get(0).isBlank()) {
                    text.write("\"%s\"\n".formatted(cells.get(0))); // a blank line would be skipped
                } else {
                    csv.write(cells);
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
