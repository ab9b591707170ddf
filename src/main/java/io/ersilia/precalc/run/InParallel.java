package io.ersilia.precalc.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads several things from a store in parallel. */
public final class InParallel {

    /** How many files are read at once: 9,999 partitions on S3 take seconds, not minutes. The client has 64 connections. */
    public static final int READERS = 48;

    /** Longer than a look under way takes to end. */
    private static final long CLOSING_SECONDS = 60;

    private InParallel() {}

    /** The result of {@code look} for each thing, in order; the first failure is thrown. */
    public static <T, R> List<R> each(Collection<T> things, Function<T, R> look) {
        return each(things, look, READERS);
    }

    /**
     * The same with fewer at once.
     *
     * @param most how many
     */
    public static <T, R> List<R> each(Collection<T> things, Function<T, R> look, int most) {
        return all(
                things.stream()
                        .<Callable<R>>map(thing -> () -> look.apply(thing))
                        .toList(),
                most);
    }

    /** The result of each look, in order; the first failure in that order ends all. */
    public static <T> List<T> all(List<Callable<T>> looks) {
        return all(looks, READERS);
    }

    /**
     * The same with fewer at once.
     *
     * @param most how many
     */
    public static <T> List<T> all(List<Callable<T>> looks, int most) {
        ExecutorService readers = Executors.newFixedThreadPool(most, new DaemonThreads("reader"));
        try {
            List<Future<T>> begun = looks.stream().map(readers::submit).toList();
            List<T> found = new ArrayList<>();
            for (Future<T> look : begun) {
                found.add(look.get());
            }
            return found;
        } catch (ExecutionException e) {
            throw ended(readers, e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } finally {
            readers.shutdownNow();
        }
    }

    /** Stops the other looks before a failure is thrown. */
    private static RuntimeException ended(ExecutorService readers, ExecutionException failed) {
        readers.shutdownNow();
        try {
            var unused = readers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return unchecked(failed);
    }

    /** The failure of another thread's work, to be thrown in this thread. */
    public static RuntimeException unchecked(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(failed);
    }
}
