package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import java.io.IOException;

/** Moves a scanner forward to the rows of a file that are asked for. */
final class RowCursor {

    private final RecordScanner records;
    private long next;

    /** @param next the row, from 0, that the scanner finds next */
    RowCursor(RecordScanner records, long next) {
        this.records = records;
        this.next = next;
    }

    RecordScanner records() {
        return records;
    }

    /** Makes the row the scanner's record; it must not lie before the one moved to last. */
    void moveTo(long row) throws IOException {
        while (next <= row) {
            if (!records.next()) {
                throw new MalformedCsvException("it ends before row %d".formatted(row + 1));
            }
            next++;
        }
    }
}
