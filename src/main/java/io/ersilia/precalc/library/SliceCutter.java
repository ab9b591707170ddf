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
import java.util.function.LongConsumer;

/** Finds the bytes with each worker's rows, and their hash. */
final class SliceCutter {

    private static final int ROWS_BETWEEN_REPORTS = 1000;

    private final Plan.Library library;
    private final long rows;
    private final int workers;
    private final LongConsumer seen;

    /**
     * @param rows of the library, or of the sample, which is spread evenly over it
     * @param seen called now and then with the number of further rows cut
     */
    SliceCutter(Plan.Library library, long rows, int workers, LongConsumer seen) {
        this.library = library;
        this.rows = rows;
        this.workers = workers;
        this.seen = seen;
    }

    List<Plan.PlannedSlice> cut(InputStream in) throws IOException {
        RecordScanner records = new RecordScanner(in, 0);
        if (library.column() != null) {
            records.next();
        }
        List<Plan.PlannedSlice> slices = new ArrayList<>();
        RowCursor cursor = new RowCursor(records, 0);
        for (int number = 1; number <= workers; number++) {
            Slice slice = slice(number);
            Cut cut = cut(slice, cursor);
            slices.add(new Plan.PlannedSlice(
                    number, slice.from(), slice.to(), cut.byteFrom(), cut.byteTo(), cut.sha256()));
        }
        return slices;
    }

    /**
     * The pieces of all slices with rows in one file of several.
     *
     * @param in the file, with a header
     * @param firstRow the number in the library of its first row, from 0
     * @param ownRows the number of its rows
     */
    List<Plan.Piece> pieces(InputStream in, String file, boolean plain, long firstRow, long ownRows)
            throws IOException {
        RecordScanner records = new RecordScanner(in, 0);
        records.next();
        RowCursor cursor = new RowCursor(records, firstRow);
        List<Plan.Piece> pieces = new ArrayList<>();
        long end = planned(firstRow + ownRows);
        long from = planned(firstRow);
        for (int number = worker(from); from < end; number++) {
            long to = Math.min(slice(number).to(), end);
            if (from < to) {
                Cut cut = cut(new Slice(from, to), cursor);
                pieces.add(new Plan.Piece(file, plain, from, to, cut.byteFrom(), cut.byteTo(), cut.sha256()));
            }
            from = to;
        }
        return pieces;
    }

    /** The first row of the plan that is not before this row of the library. */
    private long planned(long libraryRow) {
        return (libraryRow * rows + library.rows() - 1) / library.rows();
    }

    /** The worker whose slice contains this row of the plan; meaningless for the row after the last. */
    private int worker(long row) {
        int number = (int) Math.min(workers, row * workers / rows + 1);
        while (number < workers && slice(number).to() <= row) {
            number++;
        }
        return number;
    }

    private Slice slice(int number) {
        return Slice.of(new Worker(number, workers), rows);
    }

    private record Cut(long byteFrom, long byteTo, String sha256) {}

    private Cut cut(Slice slice, RowCursor cursor) throws IOException {
        DigestOutputStream hash = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
        long byteFrom = cursor.records().end();
        long byteTo = byteFrom;
        for (long i = slice.from(); i < slice.to(); i++) {
            cursor.moveTo(library.rows() * i / rows);
            byteFrom = i == slice.from() ? cursor.records().start() : byteFrom;
            byteTo = cursor.records().end();
            cursor.records().writeTo(hash);
            if ((i + 1) % ROWS_BETWEEN_REPORTS == 0) {
                Stop.check();
                seen.accept(ROWS_BETWEEN_REPORTS);
            }
        }
        return new Cut(byteFrom, byteTo, Sha256.hex(hash.getMessageDigest()));
    }
}
