package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.serve.Segments.Segment;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.KeyLedger;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a partition are. A row's position counts all rows of the slice from 0, those that predict rejected
 * included.
 *
 * @param rows those of the partition, by position, if there was memory to keep them; else null
 * @param superseded positions of rows whose key a later row has too
 * @param rejectedBefore positions of rows that are not in the CSV because predict rejected them
 * @param segments of the CSV
 */
record Layout(@Nullable List<Made> rows, BitSet superseded, BitSet rejectedBefore, List<Segment> segments) {

    static final Layout NONE = new Layout(null, new BitSet(), new BitSet(), List.of());

    /** Bytes on the heap for each byte of a CSV once it is parsed, estimated high. */
    private static final long HEAP_PER_BYTE = 15;

    /** Gathers the layout while the partition is read. */
    static final class Builder {
        private final @Nullable List<Made> rows;
        private final BitSet superseded = new BitSet();
        private final BitSet rejectedBefore = new BitSet();
        private final Segments segments = new Segments();
        private int position;

        /**
         * @param csvBytes size of the CSV
         * @param memory bytes that the rows may take on the heap
         */
        Builder(long csvBytes, long memory) {
            this.rows = csvBytes <= memory / HEAP_PER_BYTE ? new ArrayList<>() : null;
        }

        /** Takes the row that was read last; returns its position. */
        long add(Made made, PartitionRows from) {
            if (from.isFromPredict()) {
                rejectedBefore.set(position);
            } else {
                segments.add(from.offset(), position);
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
    }
}
