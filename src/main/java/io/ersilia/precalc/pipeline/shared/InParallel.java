package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Stop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Several small looks at a store at the same time. */
public final class InParallel {

    /** How many files are read at once: of 9,999 partitions on S3 those are seconds, not minutes. The client has 64 connections. */
    public static final int READERS = 48;

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

    /** What each of them finds, in their order; the first failure is thrown. */
    public static <T> List<T> all(List<Callable<T>> looks) {
        return all(looks, READERS);
    }

    /**
     * The same with fewer at once.
     *
     * @param most how many
     */
    public static <T> List<T> all(List<Callable<T>> looks, int most) {
        ExecutorService readers = Executors.newFixedThreadPool(most);
        try {
            List<T> found = new ArrayList<>();
            for (Future<T> look : readers.invokeAll(looks)) {
                found.add(look.get());
            }
            return found;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } finally {
            readers.shutdownNow();
        }
    }
}
