package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.serve.Stretches.Stretch;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.PartitionReader;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Stop;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The rows of a partition in an order in which neighbours are not together: in turn one of each stretch of its file.
 * A sorted library would otherwise write to one range of keys after the other, and so to one partition of the table at
 * a time, which takes {@code 1,000} write units a second (DynamoDB Developer Guide, "Designing partition keys").
 */
public final class SpreadRows implements Closeable {

    /**
     * One row.
     *
     * @param position among all rows of the slice, as they are in the library
     * @param fromPredict whether predict rejected it, so that it is not in the CSV
     */
    record Placed(long position, ParsedRow parsed, boolean fromPredict) {}

    /** A place from which rows are read in order. */
    private interface Cursor extends Closeable {
        Optional<Placed> next() throws IOException;
    }

    private final Deque<Cursor> cursors = new ArrayDeque<>();

    SpreadRows(StoredPartition source, Examination examined) throws IOException {
        try {
            for (Stretch stretch : examined.stretches()) {
                cursors.add(new StretchCursor(source, examined, stretch));
            }
            Optional<RejectsFile.Reader> rejects = source.rejects();
            if (rejects.isPresent()) {
                cursors.add(new RejectsCursor(rejects.get(), examined));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The next row; empty at the end. Ends the work when the thread was told to stop. */
    Optional<Placed> next() throws IOException {
        Stop.check();
        while (!cursors.isEmpty()) {
            Cursor cursor = cursors.remove();
            Optional<Placed> row = cursor.next();
            if (row.isPresent()) {
                cursors.add(cursor);
                return row;
            }
            cursor.close();
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        while (!cursors.isEmpty()) {
            cursors.remove().close();
        }
    }

    private static final class StretchCursor implements Cursor {
        private final PartitionReader reader;
        private final Examination examined;
        private long left;
        private int position;

        StretchCursor(StoredPartition source, Examination examined, Stretch stretch) throws IOException {
            this.reader = PartitionReader.from(
                    source.name(), source.copy().open(stretch.offset()), stretch.offset(), examined.columns());
            this.examined = examined;
            this.left = stretch.rows();
            this.position = (int) stretch.position();
        }

        @Override
        public Optional<Placed> next() throws IOException {
            Optional<ParsedRow> parsed = left == 0 ? Optional.empty() : reader.read();
            if (parsed.isEmpty()) {
                return Optional.empty();
            }
            int at = position;
            left--;
            position = examined.rejectedBefore().nextClearBit(at + 1);
            return Optional.of(new Placed(at, parsed.get(), false));
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static final class RejectsCursor implements Cursor {
        private final RejectsFile.Reader reader;
        private final Examination examined;
        private int position = -1;

        RejectsCursor(RejectsFile.Reader reader, Examination examined) {
            this.reader = reader;
            this.examined = examined;
        }

        @Override
        public Optional<Placed> next() throws IOException {
            position = examined.rejectedBefore().nextSetBit(position + 1);
            Optional<RejectedRow> next = position < 0 ? Optional.empty() : reader.read();
            return next.map(reject -> new Placed(
                    position,
                    new ParsedRow.Rejected(reject.key(), reject.input(), reject.reason(), reject.detail()),
                    true));
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
