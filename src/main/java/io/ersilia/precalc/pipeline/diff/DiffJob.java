package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.dataset.SortedRows;
import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.export.ExportedRun;
import io.ersilia.precalc.pipeline.export.ServableRows;
import io.ersilia.precalc.pipeline.shared.PartitionStream;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares the predictions of two runs, or of the table and a run, in memory that does not grow with them. */
public final class DiffJob {

    private static final int A = 0;
    private static final int B = 1;

    private final RunStore store;
    private final Supplier<PredictionTable> tables;
    private final Passes passes;

    /** @param tables opens the table, if it is compared */
    public DiffJob(RunStore store, Supplier<PredictionTable> tables, Passes passes) {
        this.store = store;
        this.tables = tables;
        this.passes = passes;
    }

    /**
     * Compares the two sides.
     *
     * @throws Failure of kind INPUT if one does not exist or is not complete, or their columns have different names
     */
    public Difference diff(DiffRequest request) {
        if (!request.a().equals(DiffRequest.TABLE) && !request.b().equals(DiffRequest.TABLE)) {
            return diff(request, null);
        }
        try (PredictionTable table = tables.get()) {
            return diff(request, table);
        }
    }

    private Difference diff(DiffRequest request, @Nullable PredictionTable table) {
        Compared a = compared(request, request.a(), table);
        Compared b = compared(request, request.b(), table);
        List<Integer> places = b.places(a);
        try (TemporaryFolder work = TemporaryFolder.create();
                Comparison comparison = new Comparison(a.columns(), places, request.tolerance(), work);
                GatheredRows rowsOfA = new GatheredRows();
                GatheredRows rowsOfB = new GatheredRows()) {
            gather(a.run(), rowsOfA, b.run(), rowsOfB);
            rowsOfA.sorted().addAll(rowsOfB.sorted());
            compare(a, b, rowsOfA.sorted(), table, comparison);
            Coverage coverage = comparison.coverage(a, b);
            requireCounted(a.run(), coverage.predictedByA());
            requireCounted(b.run(), coverage.predictedByB());
            return new Difference(
                    request.model(), a.side(), b.side(), request.tolerance(), coverage, comparison.columns());
        } catch (IOException e) {
            throw TemporaryFolder.trouble("sort the predictions", e);
        }
    }

    private Compared compared(DiffRequest request, String name, @Nullable PredictionTable table) {
        return table != null && name.equals(DiffRequest.TABLE)
                ? Compared.table(table, request.model())
                : Compared.run(store, request, name);
    }

    private static void requireCounted(@Nullable ExportedRun run, long predictions) {
        if (run != null) {
            run.requireCounted(predictions);
        }
    }

    /** Reads both at the same time, each in a thread of its own. */
    private void gather(@Nullable ExportedRun a, GatheredRows rowsOfA, @Nullable ExportedRun b, GatheredRows rowsOfB) {
        long rows = (a == null ? 0 : a.rows()) + (b == null ? 0 : b.rows());
        try (Passes.Pass pass = passes.begin("reading", rows)) {
            List<Callable<Boolean>> reading = new ArrayList<>();
            if (a != null) {
                reading.add(() -> read(a, A, rowsOfA, pass));
            }
            if (b != null) {
                reading.add(() -> read(b, B, rowsOfB, pass));
            }
            InParallel.all(reading, reading.size());
        }
    }

    private boolean read(ExportedRun run, int source, GatheredRows into, Passes.Pass pass) {
        try {
            into.read(store, run, source, pass);
            return true;
        } catch (IOException e) {
            throw TemporaryFolder.trouble("sort the predictions", e);
        }
    }

    private void compare(
            Compared a, Compared b, SortedRows rows, @Nullable PredictionTable table, Comparison comparison)
            throws IOException {
        long most = Math.max(
                a.run() == null ? 0 : a.run().rows(),
                b.run() == null ? 0 : b.run().rows());
        try (Passes.Pass pass = passes.begin("comparing", most)) {
            if (table == null) {
                rows.forEachKey((key, of) -> {
                    comparison.add(last(of, A), last(of, B));
                    pass.advance(1);
                });
                return;
            }
            boolean isA = a.run() == null;
            TableSide asked = new TableSide(
                    table,
                    Objects.requireNonNull((isA ? a : b).record()),
                    (inTable, inRun) -> comparison.add(isA ? inTable : inRun, isA ? inRun : inTable));
            rows.forEachKey((key, of) -> {
                asked.ask(of.get(of.size() - 1));
                pass.advance(1);
            });
            asked.end();
        }
    }

    /** Among equal keys the later row counts, as in the table. */
    private static @Nullable SourceRow last(List<SourceRow> rows, int source) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).source() == source) {
                return rows.get(i);
            }
        }
        return null;
    }

    /** The rows of a run, sorted by key. */
    private static final class GatheredRows implements Closeable {

        private final TemporaryFolder work = TemporaryFolder.create();
        private final SortedRows sorted = new SortedRows(work.file(""), SortedRows.USUAL_MEMORY);

        GatheredRows() throws IOException {}

        /** Reads all rows as serve does; those that no table can hold are rejected. */
        void read(RunStore store, ExportedRun run, int source, Progress progress) throws IOException {
            for (Partition partition : run.partitions()) {
                try (PartitionStream stored = PartitionStream.open(store, partition, run.plan());
                        ServableRows rows = new ServableRows(partition, stored, run, progress)) {
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
}
