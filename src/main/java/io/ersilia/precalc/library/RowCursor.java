package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import java.io.IOException;

/** Moves a scanner forward to requested rows. */
final class RowCursor {

    private final RecordScanner records;
    private long next;

    /** @param next the row that the scanner will find next, from 0 */
    RowCursor(RecordScanner records, long next) {
        this.records = records;
        this.next = next;
    }

    RecordScanner records() {
        return records;
    }

    /** Moves the scanner to the row, which must not be before the previous one. */
    void moveTo(long row) throws IOException {
        while (next <= row) {
            if (!records.next()) {
                throw new MalformedCsvException("it ends before row %d".formatted(row + 1));
            }
            next++;
        }
    }
}
