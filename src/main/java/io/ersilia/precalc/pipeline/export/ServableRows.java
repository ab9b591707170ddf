package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The rows of a partition as serve takes them: rows that no table can hold are rejected. */
public final class ServableRows implements Closeable {

    private static final int ROWS_OF_PROGRESS = 1000;

    private final PartitionRows rows;
    private final ItemMaker items;
    private final Progress progress;
    private long read;

    /** @throws Failure of kind INPUT if its columns are not those of the run */
    public ServableRows(Partition partition, StoredPartition stored, ExportedRun run, Progress progress)
            throws IOException {
        this.rows = stored.rows();
        this.items = new ItemMaker(partition, stored.modelVersion(), Instant.EPOCH);
        this.progress = progress;
        if (!rows.columns().isEmpty() && !rows.columns().equals(run.columns())) {
            rows.close();
            throw Failure.input("%s has the columns %s, others have %s: predict it again with --force"
                    .formatted(stored.name(), rows.columns(), run.columns()));
        }
    }

    /** The next row; empty after the last. */
    public Optional<ParsedRow> next() throws IOException {
        Optional<ParsedRow> row = rows.next();
        if (row.isPresent() && ++read % ROWS_OF_PROGRESS == 0) {
            progress.advance(ROWS_OF_PROGRESS);
        }
        return row.map(items::row);
    }

    /** Whether predict rejected the last row. */
    boolean isFromPredict() {
        return rows.isFromPredict();
    }

    /** The number of the last row in the library. */
    long number() {
        return rows.number();
    }

    @Override
    public void close() throws IOException {
        progress.advance(read % ROWS_OF_PROGRESS);
        rows.close();
    }
}
