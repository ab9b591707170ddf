package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.run.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Finds the bytes with each worker's rows, and their hash. */
final class SliceCutter {

    private final Plan.Library library;
    private final long rows;
    private final int workers;

    /** @param rows of the library, or of the sample, which is spread evenly over it */
    SliceCutter(Plan.Library library, long rows, int workers) {
        this.library = library;
        this.rows = rows;
        this.workers = workers;
    }

    List<Plan.PlannedSlice> cut(InputStream in) throws IOException {
        RecordScanner records = new RecordScanner(in, 0);
        if (library.column() != null) {
            records.next();
        }
        List<Plan.PlannedSlice> slices = new ArrayList<>();
        RowCursor cursor = new RowCursor(records, 0);
        for (int number = 1; number <= workers; number++) {
            slices.add(cut(number, cursor));
        }
        return slices;
    }

    private Plan.PlannedSlice cut(int number, RowCursor cursor) throws IOException {
        Slice slice = Slice.of(new Worker(number, workers), rows);
        DigestOutputStream hash = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
        long byteFrom = cursor.records().end();
        long byteTo = byteFrom;
        for (long i = slice.from(); i < slice.to(); i++) {
            Stop.check();
            cursor.moveTo(library.rows() * i / rows);
            byteFrom = i == slice.from() ? cursor.records().start() : byteFrom;
            byteTo = cursor.records().end();
            cursor.records().writeTo(hash);
        }
        return new Plan.PlannedSlice(
                number, slice.from(), slice.to(), byteFrom, byteTo, Sha256.hex(hash.getMessageDigest()));
    }
}
