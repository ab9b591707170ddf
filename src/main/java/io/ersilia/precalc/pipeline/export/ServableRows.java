package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.PartitionStream;
import io.ersilia.precalc.pipeline.shared.Progress;
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

    private final PartitionStream stored;
    private final PartitionRows rows;
    private final ItemMaker items;
    private final Progress progress;
    private long read;

    /** @throws Failure of kind INPUT if its columns are not those of the run */
    public ServableRows(Partition partition, PartitionStream stored, ExportedRun run, Progress progress)
            throws IOException {
        this.stored = stored;
        this.rows = rows(stored, run);
        this.items = new ItemMaker(partition, stored.modelVersion(), Instant.EPOCH);
        this.progress = progress;
    }

    private static PartitionRows rows(PartitionStream stored, ExportedRun run) throws IOException {
        PartitionRows rows = verified(stored, stored::rows);
        if (!rows.columns().isEmpty() && !rows.columns().equals(run.columns())) {
            rows.close();
            throw Failure.input("%s has the columns %s, others have %s: predict it again with --force"
                    .formatted(stored.name(), rows.columns(), run.columns()));
        }
        return rows;
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Damage is told as what it is: bytes that are not those of the manifest. */
    private static <T> T verified(PartitionStream stored, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.INPUT) {
                stored.verify();
            }
            throw e;
        }
    }

    /**
     * The next row; empty after the last.
     *
     * @throws Failure of kind INPUT, at the latest after the last row, if the partition is not that of its manifest
     */
    public Optional<ParsedRow> next() throws IOException {
        Optional<ParsedRow> row = verified(stored, rows::next);
        if (row.isEmpty()) {
            stored.verify();
        } else if (++read % ROWS_OF_PROGRESS == 0) {
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
