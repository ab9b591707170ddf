package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.dataset.SortedRows;
import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.export.ExportedRun;
import io.ersilia.precalc.pipeline.export.ServableRows;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.store.RunStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The rows of a run, sorted by key. */
final class GatheredRows implements Closeable {

    private final TemporaryFolder work = TemporaryFolder.create();
    private final SortedRows sorted = new SortedRows(work.file(""), SortedRows.USUAL_MEMORY);

    GatheredRows() throws IOException {}

    /** Reads all rows as serve does; those that no table can hold are rejected. */
    void read(RunStore store, ExportedRun run, int source, Progress progress) throws IOException {
        for (Partition partition : run.partitions()) {
            StoredPartition stored = StoredPartition.fetch(store, partition, run.plan(), work);
            try (ServableRows rows = new ServableRows(partition, stored, run, progress)) {
                for (Optional<ParsedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    add(row.get(), source);
                }
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
