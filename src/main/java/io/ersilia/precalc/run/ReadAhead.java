package io.ersilia.precalc.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Looks at a store that go on while what they found is used one after the other, in order: unlike {@link InParallel}, only
 * as many results are in memory as there are looks at once.
 */
public final class ReadAhead<R> implements Iterator<R>, AutoCloseable {

    private final ExecutorService readers;
    private final Deque<Future<R>> ahead = new ArrayDeque<>();
    private final Iterator<Callable<R>> rest;

    /**
     * Begins.
     *
     * @param most how many looks at once
     */
    public <T> ReadAhead(List<T> things, Function<T, R> look, int most) {
        this.readers = Executors.newFixedThreadPool(most, new DaemonThreads("reader"));
        this.rest = things.stream()
                .<Callable<R>>map(thing -> () -> look.apply(thing))
                .iterator();
        for (int i = 0; i < most; i++) {
            readOn();
        }
    }

    private void readOn() {
        if (rest.hasNext()) {
            ahead.add(readers.submit(rest.next()));
        }
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty();
    }

    /** What the look at the next thing found; its failure is thrown. */
    @Override
    public R next() {
        if (ahead.isEmpty()) {
            throw new NoSuchElementException("everything was looked at");
        }
        try {
            R found = ahead.remove().get();
            readOn();
            return found;
        } catch (ExecutionException e) {
            throw InParallel.unchecked(e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    /** Ends the looks that are under way. */
    @Override
    public void close() {
        readers.shutdownNow();
    }
}
