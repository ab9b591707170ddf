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

/** Several looks at a store at the same time. */
public final class InParallel {

    /** How many files are read at once: of 9,999 partitions on S3 those are seconds, not minutes. The client has 64 connections. */
    public static final int READERS = 48;

    /** What is under way ends sooner. */
    private static final long CLOSING_SECONDS = 60;

    private InParallel() {}

    /** What the look at each thing finds, in their order; the first failure is thrown. */
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

    /** What each of them finds, in their order; the first failure in that order ends all. */
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

    /** No look goes on behind the failure of another. */
    private static RuntimeException ended(ExecutorService readers, ExecutionException failed) {
        readers.shutdownNow();
        try {
            var unused = readers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return unchecked(failed);
    }

    /** What ended the work of another thread, to be thrown in this. */
    public static RuntimeException unchecked(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(failed);
    }
}
