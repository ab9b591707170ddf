package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.serve.Stretches.Stretch;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.KeyLedger;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.PartitionRows.Row;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.WorkFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.dynamodb.ItemSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a partition is going to be in the table, known before the first item is written: every row is read, validated
 * and counted. Rows are told apart by their position among all of the slice, what predict rejected included.
 *
 * @param columns names of the output columns; empty when nothing was predicted
 * @param rows of the CSV
 * @param rejected of them, by serve
 * @param duplicates predictions whose key a later row has too
 * @param predictions to be written
 * @param rejections molecules to be written without values, with the reason why they have none
 * @param writeUnits that the items take in a new table of DynamoDB; those of duplicates are in it
 * @param bytes of these items
 * @param superseded positions of rows whose key a later row has too
 * @param rejectedBefore positions of rows that are not in the CSV, as predict rejected them
 * @param stretches of the CSV
 */
public record Examination(
        List<String> columns,
        long rows,
        Rejections rejected,
        long duplicates,
        long predictions,
        long rejections,
        long writeUnits,
        long bytes,
        BitSet superseded,
        BitSet rejectedBefore,
        List<Stretch> stretches) {

    /** What is to be written. */
    public long items() {
        return predictions + rejections;
    }

    /** Write units of an item, on average; 0 when there is none. */
    double unitsPerItem() {
        long all = items() + duplicates;
        return all == 0 ? 0 : (double) writeUnits / all;
    }

    /**
     * Reads the partition.
     *
     * @param rejectsFile where the rows are written that serve rejects, in the order of the library
     * @throws io.ersilia.precalc.run.Failure of kind INPUT when it is no partition
     */
    public static Examination of(StoredPartition source, ItemMaker items, Path rejectsFile, WorkFolder work)
            throws IOException {
        try (PartitionRows rows = source.rows();
                RejectsFile.Writer rejects = new RejectsFile.Writer(Files.newOutputStream(rejectsFile));
                KeyLedger keys = new KeyLedger(work)) {
            Counts counts = new Counts();
            long position = 0;
            for (Optional<Row> next = rows.next(); next.isPresent(); next = rows.next(), position++) {
                Row row = next.get();
                Made made = items.make(row.parsed());
                if (row.fromPredict()) {
                    counts.rejectedBefore.set((int) position);
                } else {
                    counts.stretches.add(rows.reader().offset(), position);
                    counts.rows++;
                    if (made.row() instanceof ParsedRow.Rejected rejected) {
                        counts.rejected.add(rejected.reason());
                        rejects.write(reject(row.number(), rejected));
                    }
                }
                if (made.item().isPresent()) {
                    Item item = made.item().get();
                    counts.add(made.bytes());
                    keys.add(item.key(), new KeyLedger.Entry(0, position, item.rejected() == null));
                }
            }
            keys.forEachKey(counts::count);
            return counts.examination(rows.reader().columns());
        }
    }

    private static RejectedRow reject(long row, ParsedRow.Rejected rejected) {
        return new RejectedRow(
                row, rejected.key(), rejected.input(), RejectedRow.Stage.SERVE, rejected.reason(), rejected.detail());
    }

    private static final class Counts {
        private long rows;
        private final Rejections.Counter rejected = new Rejections.Counter();
        private long duplicates;
        private long predictions;
        private long rejections;
        private long writeUnits;
        private long bytes;
        private final BitSet superseded = new BitSet();
        private final BitSet rejectedBefore = new BitSet();
        private final Stretches stretches = new Stretches();

        void add(long itemBytes) {
            bytes += itemBytes;
            writeUnits += ItemSize.writeUnits(itemBytes);
        }

        /** Of equal keys the last one is written. */
        void count(List<KeyLedger.Entry> entries) {
            int last = entries.size() - 1;
            for (KeyLedger.Entry entry : entries.subList(0, last)) {
                superseded.set((int) entry.position());
                duplicates += entry.prediction() ? 1 : 0;
            }
            if (entries.get(last).prediction()) {
                predictions++;
            } else {
                rejections++;
            }
        }

        Examination examination(List<String> columns) {
            return new Examination(
                    columns,
                    rows,
                    rejected.rejections(),
                    duplicates,
                    predictions,
                    rejections,
                    writeUnits,
                    bytes,
                    superseded,
                    rejectedBefore,
                    stretches.all());
        }
    }
}
