package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.serve.Segments.Segment;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.KeyLedger;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.prediction.ParsedRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a partition are. A row's position counts all rows of the slice from 0, those that predict rejected
 * included.
 *
 * @param rows those of the partition, by position, where memory allowed to keep them; null otherwise
 * @param superseded positions of rows whose key a later row has too
 * @param rejectedBefore positions of rows that are not in the CSV, as predict rejected them
 * @param segments of the CSV
 */
record Layout(@Nullable List<Made> rows, BitSet superseded, BitSet rejectedBefore, List<Segment> segments) {

    static final Layout NONE = new Layout(null, new BitSet(), new BitSet(), List.of());

    /** Bytes on the heap of a row besides its texts, and of each of its values: rather more than less. */
    private static final long ROW_BYTES = 700;

    private static final long VALUE_BYTES = 150;

    /** Gathers it while the partition is read. */
    static final class Builder {
        private @Nullable List<Made> rows = new ArrayList<>();
        private long memory;
        private final BitSet superseded = new BitSet();
        private final BitSet rejectedBefore = new BitSet();
        private final Segments segments = new Segments();
        private int position;

        /** @param memory bytes that the rows may take */
        Builder(long memory) {
            this.memory = memory;
        }

        /** Takes the row that was read last; answers its position. */
        long add(Made made, PartitionRows from) {
            if (from.isFromPredict()) {
                rejectedBefore.set(position);
            } else {
                segments.add(from.offset(), position);
            }
            memory -= bytes(made.row());
            if (memory < 0) {
                rows = null;
            }
            if (rows != null) {
                rows.add(made);
            }
            return position++;
        }

        void supersede(List<KeyLedger.Entry> entries) {
            entries.forEach(entry -> superseded.set((int) entry.position()));
        }

        Layout layout() {
            return new Layout(rows, superseded, rejectedBefore, segments.all());
        }

        private static long bytes(ParsedRow row) {
            long values = row instanceof ParsedRow.Valid valid ? valid.values().size() : 0;
            return ROW_BYTES + 2L * row.input().length() + VALUE_BYTES * values;
        }
    }
}
