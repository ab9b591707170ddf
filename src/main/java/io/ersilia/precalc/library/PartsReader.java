package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.library.ManyFiles.Part;
import io.ersilia.precalc.run.Stop;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requested rows of several files in ascending order, one file at a time; skips files without requested rows. */
final class PartsReader implements Closeable {

    private final List<Part> parts;
    private int at = -1;
    private @Nullable InputStream in;
    private @Nullable RowCursor cursor;

    PartsReader(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * The cells of a row.
     *
     * @param row of the library, from 0, not before the row of the previous call
     */
    List<String> cells(long row) throws IOException {
        Stop.check();
        RowCursor rows = cursor;
        if (rows == null || row >= parts.get(at).end()) {
            rows = open(row);
        }
        rows.moveTo(row);
        return rows.records().cells();
    }

    /** The file of the row that was read last. */
    Part part() {
        return parts.get(at);
    }

    private RowCursor open(long row) throws IOException {
        close();
        at = Math.max(at, 0);
        while (row >= parts.get(at).end()) {
            at++;
        }
        InputStream opened = parts.get(at).file().plain();
        in = opened;
        RecordScanner records = new RecordScanner(opened, 0);
        records.next(); // the header
        RowCursor rows = new RowCursor(records, parts.get(at).firstRow());
        cursor = rows;
        return rows;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
