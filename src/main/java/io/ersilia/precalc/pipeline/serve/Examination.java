package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.shared.ItemDigest;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.KeyLedger;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.dynamodb.ItemSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What serving a partition writes, known before the first item is written: every row is read, validated and counted.
 *
 * @param isServed whether it is in the table already, so that serving it again does nothing
 * @param columns names of the output columns; empty if nothing was predicted or it is served
 * @param rows of the CSV
 * @param rejected those of them that serve rejects
 * @param duplicates predictions whose key a later row has too
 * @param predictions to be written
 * @param rejections molecules to be written without values, with the reason why they have none
 * @param writeUnits that the items take in a new table of DynamoDB, at most: those of duplicates are included; 0 if served
 * @param layout where the rows are
 */
public record Examination(
        Partition partition,
        boolean isServed,
        List<String> columns,
        long rows,
        Rejections rejected,
        long duplicates,
        long predictions,
        long rejections,
        long writeUnits,
        Layout layout) {

    /** A partition that is in the table already. */
    public static Examination served(Partition partition, ServedManifest served) {
        return new Examination(
                partition,
                true,
                List.of(),
                served.rows(),
                served.rejected(),
                served.duplicates(),
                served.items(),
                0,
                0,
                Layout.NONE);
    }

    /** How many items are to be written. */
    public long items() {
        return predictions + rejections;
    }

    /** Write units of an item, on average; 0 if there is none. */
    public double unitsPerItem() {
        long all = items() + duplicates;
        return all == 0 ? 0 : (double) writeUnits / all;
    }

    /**
     * Reads the partition.
     *
     * @param rejectsFile where the rows that serve rejects are written, in the order of the library
     * @param keysFile where the keys are written, see {@link ServedKeys}
     * @param memory bytes that rows may take in memory to be kept for writing, so that they are not parsed again
     * @throws io.ersilia.precalc.run.Failure of kind INPUT if it is not a partition
     */
    static Examination of(
            StoredPartition source, ItemMaker items, Path rejectsFile, Path keysFile, long memory, TemporaryFolder work)
            throws IOException {
        try (PartitionRows rows = source.rows();
                RejectsFile.Writer rejects = new RejectsFile.Writer(Files.newOutputStream(rejectsFile));
                KeyLedger keys = new KeyLedger(work)) {
            Counts counts = new Counts();
            Layout.Builder layout = new Layout.Builder(Files.size(source.copy().file()), memory);
            for (Optional<ParsedRow> next = rows.next(); next.isPresent(); next = rows.next()) {
                Made made = items.make(next.get());
                long position = layout.add(made, rows);
                if (!rows.isFromPredict()) {
                    counts.rows++;
                    if (made.row() instanceof ParsedRow.Rejected rejected) {
                        counts.rejected.add(rejected.reason());
                        rejects.write(reject(rows.number(), rejected));
                    }
                }
                if (made.item().isPresent()) {
                    Item item = made.item().get();
                    counts.writeUnits += ItemSize.writeUnits(made.bytes());
                    keys.add(item.key(), entry(item, position));
                }
            }
            try (ServedKeys.Writer written = new ServedKeys.Writer(keysFile)) {
                keys.forEachKey((key, entries) -> {
                    layout.supersede(entries.subList(0, entries.size() - 1));
                    counts.count(entries);
                    written.write(key, entries);
                });
            }
            return counts.examination(source.partition(), rows.columns(), layout.layout());
        }
    }

    private static KeyLedger.Entry entry(Item item, long position) {
        return new KeyLedger.Entry(
                0, position, item.rejected(), ItemDigest.of(item), ItemDigest.ofSmiles(item.smiles()), false);
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

        /** Counts the rows of one key; only the last one is written. */
        void count(List<KeyLedger.Entry> entries) {
            int last = entries.size() - 1;
            duplicates += entries.subList(0, last).stream()
                    .filter(KeyLedger.Entry::isPrediction)
                    .count();
            if (entries.get(last).isPrediction()) {
                predictions++;
            } else {
                rejections++;
            }
        }

        Examination examination(Partition partition, List<String> columns, Layout layout) {
            return new Examination(
                    partition,
                    false,
                    columns,
                    rows,
                    rejected.rejections(),
                    duplicates,
                    predictions,
                    rejections,
                    writeUnits,
                    layout);
        }
    }
}
