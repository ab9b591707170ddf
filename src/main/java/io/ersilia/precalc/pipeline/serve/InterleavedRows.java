package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.serve.Segments.Segment;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
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
import java.util.List;
import java.util.Optional;

/**
 * The rows of a partition interleaved: one of each segment in turn, so that neighbours are not written together. A sorted
 * library would otherwise write to one range of keys after the other, and so to one partition of the table at a time, which
 * takes {@code 1,000} write units a second (DynamoDB Developer Guide, "Designing partition keys").
 */
final class InterleavedRows implements Closeable {

    /** A place from which rows are read in order. */
    private interface Cursor extends Closeable {

        /** The next row; empty at the end. */
        Optional<Made> next() throws IOException;

        /** The position of the row that was returned last. */
        int position();
    }

    private final Deque<Cursor> cursors = new ArrayDeque<>();
    private int position;

    InterleavedRows(StoredPartition source, Examination examined, ItemMaker items) throws IOException {
        Layout layout = examined.layout();
        List<Made> rows = layout.rows();
        if (rows != null) {
            int length = Math.max(1, (rows.size() + Segments.FEWEST - 1) / Segments.FEWEST);
            for (int from = 0; from < rows.size(); from += length) {
                cursors.add(new KeptRows(rows, from, Math.min(from + length, rows.size())));
            }
            return;
        }
        try {
            for (Segment segment : layout.segments()) {
                cursors.add(new SegmentRows(source, examined, segment, items));
            }
            Optional<RejectsFile.Reader> rejects = source.rejects();
            if (rejects.isPresent()) {
                cursors.add(new RejectedRows(rejects.get(), layout, items));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The next row; empty at the end. Stops if the thread was told to stop. */
    Optional<Made> next() throws IOException {
        Stop.check();
        while (!cursors.isEmpty()) {
            Cursor cursor = cursors.remove();
            Optional<Made> row = cursor.next();
            if (row.isPresent()) {
                position = cursor.position();
                cursors.add(cursor);
                return row;
            }
            cursor.close();
        }
        return Optional.empty();
    }

    /** The position of the row that was returned last. */
    int position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        while (!cursors.isEmpty()) {
            cursors.remove().close();
        }
    }

    private static final class KeptRows implements Cursor {
        private final List<Made> rows;
        private final int to;
        private int next;

        KeptRows(List<Made> rows, int from, int to) {
            this.rows = rows;
            this.next = from;
            this.to = to;
        }

        @Override
        public Optional<Made> next() {
            return next == to ? Optional.empty() : Optional.of(rows.get(next++));
        }

        @Override
        public int position() {
            return next - 1;
        }

        @Override
        public void close() {}
    }

    private static final class SegmentRows implements Cursor {
        private final PartitionReader reader;
        private final Layout layout;
        private final ItemMaker items;
        private long left;
        private int position;
        private int next;

        SegmentRows(StoredPartition source, Examination examined, Segment segment, ItemMaker items) throws IOException {
            this.reader = PartitionReader.from(
                    source.name(), source.copy().open(segment.offset()), segment.offset(), examined.columns());
            this.layout = examined.layout();
            this.items = items;
            this.left = segment.rows();
            this.next = (int) segment.position();
        }

        @Override
        public Optional<Made> next() throws IOException {
            Optional<ParsedRow> row = left == 0 ? Optional.empty() : reader.read();
            left--;
            position = next;
            next = layout.rejectedBefore().nextClearBit(position + 1);
            return row.map(items::make);
        }

        @Override
        public int position() {
            return position;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static final class RejectedRows implements Cursor {
        private final RejectsFile.Reader reader;
        private final Layout layout;
        private final ItemMaker items;
        private int position = -1;

        RejectedRows(RejectsFile.Reader reader, Layout layout, ItemMaker items) {
            this.reader = reader;
            this.layout = layout;
            this.items = items;
        }

        @Override
        public Optional<Made> next() throws IOException {
            position = layout.rejectedBefore().nextSetBit(position + 1);
            Optional<RejectedRow> row = position < 0 ? Optional.empty() : reader.read();
            return row.map(RejectedRow::parsed).map(items::make);
        }

        @Override
        public int position() {
            return position;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
