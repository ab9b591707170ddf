package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.library.LibraryRow;
import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Stop;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a slice, screened on all cores while the model is busy with the rows before them. */
final class ScreenedRows implements Closeable {

    /** How many rows are screened ahead of the model, which bounds the memory used. */
    private static final int AHEAD = 2000;

    private static final int ROWS_PER_TASK = 50;

    /** The SMILES parser recurses into chains and branches; only the used part of a stack costs memory. */
    private static final long STACK_BYTES = 16L << 20;

    private final Screening screening;
    private final SliceFile slice;
    private final @Nullable KnownRows known;
    private long next;
    private final ExecutorService cores = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), new DaemonThreads("screening", STACK_BYTES));
    private final Deque<ScreenedRow> ready = new ArrayDeque<>();
    private final Deque<Future<List<ScreenedRow>>> ahead = new ArrayDeque<>();
    private final UnusualValences unusual = new UnusualValences();

    /**
     * @param from the first row, counted as the plan counts them
     * @param known what an earlier run says of the rows; null for nothing
     */
    ScreenedRows(Screening screening, SliceFile slice, long from, @Nullable KnownRows known) {
        this.screening = screening;
        this.slice = slice;
        this.next = from;
        this.known = known;
    }

    /** The next {@code count} rows in order, fewer at the end; they are not taken. */
    List<ScreenedRow> peek(int count) throws IOException {
        readAhead();
        while (ready.size() < count && !ahead.isEmpty()) {
            ready.addAll(finished(ahead.remove()));
            readAhead();
        }
        return ready.stream().limit(count).toList();
    }

    /** Takes the next {@code count} rows in order, fewer at the end. */
    List<ScreenedRow> take(int count) throws IOException {
        return take(count, count);
    }

    /** Takes the next rows in order until {@code unknown} of them are not known or there are {@code most}, fewer at the end. */
    List<ScreenedRow> take(int unknown, int most) throws IOException {
        List<ScreenedRow> rows = new ArrayList<>();
        for (int left = unknown; left > 0 && rows.size() < most && !peek(1).isEmpty(); ) {
            ScreenedRow row = ready.remove();
            rows.add(row);
            if (row.known() == null) {
                left--;
                unusual.count(row);
            }
        }
        return rows;
    }

    /** Those molecules of the taken rows that other programs may refuse. */
    UnusualValences unusual() {
        return unusual;
    }

    @Override
    public void close() {
        cores.shutdownNow();
    }

    private void readAhead() throws IOException {
        while (ahead.size() * ROWS_PER_TASK < AHEAD) {
            List<LibraryRow> rows = slice.read(ROWS_PER_TASK);
            if (rows.isEmpty()) {
                return;
            }
            long first = next;
            next += rows.size();
            ahead.add(cores.submit(() -> IntStream.range(0, rows.size())
                    .mapToObj(i -> screen(rows.get(i), first + i))
                    .toList()));
        }
    }

    private ScreenedRow screen(LibraryRow row, long at) {
        Stop.check();
        Screened screened = screening.screen(row.smiles(), row.key());
        return new ScreenedRow(
                row.number(),
                screened,
                known != null && screened instanceof Screened.Accepted molecule
                        ? known.find(at, molecule).orElse(null)
                        : null);
    }

    private static List<ScreenedRow> finished(Future<List<ScreenedRow>> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("screening failed", e.getCause());
        }
    }
}
