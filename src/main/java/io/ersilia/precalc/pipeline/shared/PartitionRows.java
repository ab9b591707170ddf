package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.PartitionReader;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition in the order of the library: predictions from its CSV, and between them the rows that predict
 * rejected, so that the later of two rows with the same key can win.
 */
public final class PartitionRows implements Closeable {

    private final PartitionReader csv;
    private final @Nullable RowNumbers numbers;
    private final RejectsFile.@Nullable Reader rejects;
    private Optional<RejectedRow> nextReject = Optional.empty();
    private long records;
    private long number;
    private boolean isFromPredict;

    /** The numbers that the rows of a planned slice have in the library. */
    private static final class RowNumbers {
        private final Plan plan;
        private final long to;
        private long next;

        RowNumbers(Plan plan, PartitionManifest manifest) {
            this.plan = plan;
            this.next = manifest.from();
            this.to = manifest.to();
        }

        /** The next row's number; empty after the last. */
        Optional<Long> next() {
            return next < to ? Optional.of(plan.fileRow(next++) + 1) : Optional.empty();
        }
    }

    /**
     * @param csv the partition's CSV, not compressed
     * @param plan null for a partition that was imported
     * @param manifest null for a partition that was imported: its rows are those of the CSV
     */
    public PartitionRows(
            RunStore store,
            Partition partition,
            InputStream csv,
            @Nullable Plan plan,
            @Nullable PartitionManifest manifest)
            throws IOException {
        this.csv = new PartitionReader(
                "%s of %s".formatted(partition, store.uri()), csv, manifest == null ? null : manifest.columns());
        this.numbers = plan == null || manifest == null ? null : new RowNumbers(plan, manifest);
        this.rejects = manifest == null ? null : rejects(store, manifest).orElse(null);
        this.nextReject = nextReject();
    }

    /** Names of the output columns. */
    public List<String> columns() {
        return csv.columns();
    }

    /** The library's number, from 1, of the row that was read last. */
    public long number() {
        return number;
    }

    /** Whether predict rejected the row that was read last, so that it is not in the CSV. */
    public boolean isFromPredict() {
        return isFromPredict;
    }

    /** Where the row that was read last begins in the CSV. */
    public long offset() {
        return csv.offset();
    }

    /** The next row; empty at the end. Stops if the thread was interrupted. */
    public Optional<ParsedRow> next() throws IOException {
        Stop.check();
        number = records + 1;
        if (numbers != null) {
            Optional<Long> planned = numbers.next();
            if (planned.isPresent()) {
                number = planned.get();
            }
            if (nextReject.isPresent() && nextReject.get().row() <= number) {
                RejectedRow reject = nextReject.get();
                nextReject = nextReject();
                number = reject.row();
                isFromPredict = true;
                return Optional.of(reject.parsed());
            }
        }
        records++;
        isFromPredict = false;
        return csv.read();
    }

    @Override
    public void close() throws IOException {
        csv.close();
        if (rejects != null) {
            rejects.close();
        }
    }

    private Optional<RejectedRow> nextReject() throws IOException {
        return rejects == null ? Optional.empty() : rejects.read();
    }

    static Optional<RejectsFile.Reader> rejects(RunStore store, PartitionManifest manifest) throws IOException {
        ByteSource source = ProvenRejects.of(store, manifest);
        return source.size().isEmpty()
                ? Optional.empty()
                : Optional.of(new RejectsFile.Reader(source.uri(), source.open(0, Long.MAX_VALUE)));
    }
}
