package io.ersilia.precalc.table;

import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes items to DynamoDB in batches, several calls at once. The first failure stops it: no new call is made, and the
 * next {@code write} or {@code finish} throws that failure with the number of items that are not in the table.
 */
final class BulkWriter implements ItemWriter {

    /** BatchWriteItem: puts of one call. */
    static final int MAX_BATCH = 25;

    /** BatchWriteItem: bytes of one call, counted as they are sent. */
    static final long MAX_CALL_BYTES = 16L * 1024 * 1024;

    /** A stored byte is sent as six at worst, a control character in JSON. */
    private static final int MAX_SENT_PER_BYTE = 6;

    /** With answers after 20 ms this makes 20,000 items a second. */
    static final int CALLS_IN_FLIGHT = 16;

    /** What may be gathered or under way: a batch takes a slot, and one more for each started MiB. */
    private static final int SLOTS = 32;

    private static final long SLOT_BYTES = 1024L * 1024;

    /** How long calls under way may take once the writer is closed early. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** How long calls under way may take after a failure, so that the number of items not in the table is right. */
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final BatchCall calls;
    private final ExecutorService threads;
    private final Semaphore slots = new Semaphore(SLOTS);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private List<WriteRequest> batch = new ArrayList<>(MAX_BATCH);
    private long batchBytes;
    private long taken;

    BulkWriter(DynamoDbClient client, String table, Patience patience) {
        this(client, table, patience, CALLS_IN_FLIGHT);
    }

    BulkWriter(DynamoDbClient client, String table, Patience patience, int callsInFlight) {
        this.name = "dynamodb:" + table;
        this.calls = new BatchCall(client, table, patience);
        this.threads = Executors.newFixedThreadPool(callsInFlight, task -> {
            Thread thread = new Thread(task, "bulk-writer");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void write(Item item) throws InterruptedException {
        throwFailure();
        DynamoItem put = DynamoItem.of(item);
        if (batch.size() == MAX_BATCH || (batchBytes + put.bytes()) * MAX_SENT_PER_BYTE > MAX_CALL_BYTES) {
            send();
        }
        batch.add(WriteRequest.builder()
                .putRequest(request -> request.item(put.attributes()))
                .build());
        batchBytes += put.bytes();
        taken++;
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
        List<WriteRequest> full = batch;
        int needed = 1 + (int) (batchBytes / SLOT_BYTES);
        slots.acquire(needed);
        batch = new ArrayList<>(MAX_BATCH);
        batchBytes = 0;
        threads.execute(() -> {
            try {
                calls.write(full);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                calls.stop();
            } catch (InterruptedException e) { // only by stop, after a failure or when closed early
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
        if (!(cause instanceof Failure known)) {
            throw new IllegalStateException("cannot write " + name, cause);
        }
        Written written = calls.written();
        String message = "%s (%d of the %d items given so far are not in the table)"
                .formatted(known.getMessage(), taken - written.predictions() - written.rejections(), taken);
        throw known.kind() == Failure.Kind.STOPPED
                ? Failure.stopped(message, known)
                : Failure.unavailable(message, known);
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
