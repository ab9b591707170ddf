package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes items to DynamoDB in batches, with many concurrent calls. The first failure stops it: no new call is made,
 * and the next {@code write} or {@code finish} throws that failure. The number of waiting and sent items is bounded,
 * so that memory use does not depend on the table's speed.
 */
final class BulkWriter implements ItemWriter {

    /** With 20 ms per call this makes 80,000 items a second, twice the default quota of a table. */
    static final int CALLS_IN_FLIGHT = 64;

    /** Bounds the batches under way: each takes one slot, and one more per started MiB of memory. */
    private static final int SLOTS = 96;

    private static final long SLOT_BYTES = 1024L * 1024;

    /** A stored byte is sent as six at worst: a control character in JSON. */
    private static final int MAX_SENT_PER_BYTE = 6;

    /** Memory of a value besides its text. */
    private static final int BYTES_PER_VALUE = 100;

    /** A call holds one thread, which mostly waits and needs little stack. */
    private static final long STACK_BYTES = 256 * 1024;

    /** How long calls under way may take once the writer is closed early. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** How long calls under way may take after a failure, so that the count of written items is right. */
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final BatchCall calls;
    private final Function<List<Item>, Written> readBack;
    private final ThreadPoolExecutor threads;
    private final Semaphore slots = new Semaphore(SLOTS);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private List<Item> batch = new ArrayList<>(BatchWrite.MAX_ITEMS);
    private long batchBytes;
    private long batchMemory;
    private long batchUnits;

    /**
     * A writer to the table of that name.
     *
     * @param readBack counts which of these items the table has; called once after a failure
     */
    BulkWriter(String name, BatchCall calls, Function<List<Item>, Written> readBack) {
        this(name, calls, readBack, CALLS_IN_FLIGHT);
    }

    BulkWriter(String name, BatchCall calls, Function<List<Item>, Written> readBack, int callsInFlight) {
        this.name = name;
        this.calls = calls;
        this.readBack = readBack;
        this.threads = new DaemonThreads("bulk-writer", STACK_BYTES).pool(callsInFlight);
    }

    @Override
    public void write(Item item) throws InterruptedException {
        write(item, ItemSize.of(item));
    }

    @Override
    public void write(Item item, long bytes) throws InterruptedException {
        throwFailure();
        if (batch.size() == BatchWrite.MAX_ITEMS
                || (batchBytes + bytes) * MAX_SENT_PER_BYTE > BatchWrite.MAX_CALL_BYTES) {
            send();
        }
        batch.add(item);
        batchBytes += bytes;
        batchMemory += bytes + (long) BYTES_PER_VALUE * item.values().size();
        batchUnits += ItemSize.writeUnits(bytes);
    }

    @Override
    public Written finish() throws InterruptedException {
        throwFailure();
        if (!batch.isEmpty()) {
            send();
        }
        slots.acquire(SLOTS);
        slots.release(SLOTS);
        throwFailure();
        return calls.written();
    }

    private void send() throws InterruptedException {
        List<Item> full = batch;
        double units = batchUnits;
        int needed = (int) Math.min(SLOTS, 1 + batchMemory / SLOT_BYTES);
        slots.acquire(needed);
        batch = new ArrayList<>(BatchWrite.MAX_ITEMS);
        batchBytes = 0;
        batchMemory = 0;
        batchUnits = 0;
        threads.execute(() -> {
            try {
                calls.write(full, units);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                calls.stop();
            } catch (InterruptedException e) { // only from stop, after a failure or an early close
                Thread.currentThread().interrupt();
            } finally {
                slots.release(needed);
            }
        });
    }

    private void throwFailure() throws InterruptedException {
        Throwable cause = failure.get();
        if (cause == null) {
            return;
        }
        threads.shutdown();
        if (!threads.awaitTermination(SETTLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
        throw cause instanceof Failure known ? known : new IllegalStateException("cannot write " + name, cause);
    }

    @Override
    public Written written() {
        List<Item> doubtful = calls.doubtful();
        return doubtful.isEmpty() ? calls.written() : calls.written().plus(readBack.apply(doubtful));
    }

    @Override
    public void close() {
        calls.stop();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
