package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Stop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts several slices at once, begun and reported in their order. A failure that every slice would meet is reported at
 * once, and nothing is begun after it.
 */
final class SideBySide implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SideBySide.class);

    /** How long closing waits. It abandons calls to the model, which end sooner. */
    private static final long CLOSING_SECONDS = 90;

    private final IntFunction<Partition> predict;
    private final Predicate<RuntimeException> isForAll;
    private final ExecutorService threads;
    private final List<CompletableFuture<Partition>> slices;

    /** Fails with a failure that every slice would meet; it never completes otherwise. */
    private final CompletableFuture<Partition> all = new CompletableFuture<>();

    private volatile boolean stopped;

    /**
     * Begins predicting.
     *
     * @param workers how many there are, numbered from 1
     * @param predict predicts the slice of a worker
     */
    SideBySide(int atOnce, int workers, IntFunction<Partition> predict, Predicate<RuntimeException> isForAll) {
        this.predict = predict;
        this.isForAll = isForAll;
        this.threads = Executors.newFixedThreadPool(atOnce, new DaemonThreads("slice"));
        this.slices = IntStream.range(0, workers)
                .mapToObj(worker -> new CompletableFuture<Partition>())
                .toList();
        for (int worker = 1; worker <= workers; worker++) {
            int number = worker;
            threads.execute(() -> attempt(number));
        }
    }

    private void attempt(int worker) {
        if (all.isDone()) {
            return;
        }
        CompletableFuture<Partition> slice = slices.get(worker - 1);
        try {
            slice.complete(predict.apply(worker));
        } catch (RuntimeException e) {
            if (isForAll.test(e)) {
                stopped |= e instanceof Failure failure && failure.kind() == Failure.Kind.STOPPED;
                all.completeExceptionally(e);
            }
            slice.completeExceptionally(e);
        } catch (Error e) {
            all.completeExceptionally(e);
        }
    }

    /**
     * Waits for the worker's partition; throws what predicting it threw.
     *
     * @throws Failure of kind STOPPED if this thread was told to stop
     */
    Partition predicted(int worker) {
        CompletableFuture<Partition> slice = slices.get(worker - 1);
        try {
            CompletableFuture.anyOf(all, slice).get();
            return slice.get();
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } catch (ExecutionException e) {
            throw InParallel.unchecked(e);
        }
    }

    /**
     * Ends all work under way. If a slice found that there is no time for another batch, the others are first left to find
     * the same, so that they keep their batches.
     */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = Thread.interrupted() || (stopped && !endByThemselves());
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a slice does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the slices end by themselves; false if this thread is told to stop first. */
    private boolean endByThemselves() {
        try {
            return threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
