package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.dataset.SortedRows;
import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.export.ExportedRun;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of a run, sorted by key. */
final class GatheredRows implements Closeable {

    /** Of rows that are sorted at once; an eighth of the heap where that is less. */
    private static final long MEMORY =
            Math.min(64 * Words.MIB, Runtime.getRuntime().maxMemory() / 8);

    private static final int ROWS_OF_PROGRESS = 1000;

    private final TemporaryFolder work = TemporaryFolder.create();
    private final SortedRows sorted = new SortedRows(work.file(""), MEMORY);

    GatheredRows() throws IOException {}

    /** Reads all rows as serve does; those that no table can hold are rejected. */
    void read(RunStore store, ExportedRun run, int source, Progress progress) throws IOException {
        for (Partition partition : run.partitions()) {
            StoredPartition stored = StoredPartition.fetch(store, partition, run.plan(), work);
            try (PartitionRows rows = stored.rows()) {
                if (!rows.columns().isEmpty() && !rows.columns().equals(run.columns())) {
                    throw Failure.input("%s has the columns %s, others have %s: predict it again with --force"
                            .formatted(stored.name(), rows.columns(), run.columns()));
                }
                ItemMaker items = new ItemMaker(partition, stored.modelVersion(), Instant.EPOCH);
                int read = 0;
                for (Optional<ParsedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    add(items.make(row.get()).row(), source);
                    if (++read % ROWS_OF_PROGRESS == 0) {
                        progress.advance(ROWS_OF_PROGRESS);
                    }
                }
                progress.advance(read % ROWS_OF_PROGRESS);
            }
        }
    }

    private void add(ParsedRow row, int source) throws IOException {
        InchiKey key = row.key();
        if (key != null) {
            sorted.add(
                    row instanceof ParsedRow.Valid valid
                            ? new SourceRow(key.value(), source, true, valid.input(), valid.values())
                            : new SourceRow(key.value(), source, false, "", List.of()));
        }
    }

    SortedRows sorted() {
        return sorted;
    }

    @Override
    public void close() throws IOException {
        try (work) {
            sorted.close();
        }
    }
}
