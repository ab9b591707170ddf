package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.Stop;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs one task at a time in a second thread, so that two cores have work. A failure is thrown once; after it, further tasks
 * are ignored.
 */
final class Aside implements Closeable {

    /** Part of the work. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread::new);
    private Future<?> last = CompletableFuture.completedFuture(null);
    private boolean failed;

    /** Waits for the previous task and starts this one; throws what the previous one threw. */
    void begin(Task task) throws IOException {
        await();
        if (!failed) {
            last = thread.submit(() -> {
                task.run();
                return null;
            });
        }
    }

    /** Waits for the last task; throws what it threw. */
    void await() throws IOException {
        if (failed) {
            return;
        }
        try {
            last.get();
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } catch (ExecutionException e) {
            failed = true;
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) { // out of memory
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Interrupts the running task; no more tasks are run. */
    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
