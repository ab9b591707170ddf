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
 * Reads from a store in parallel while earlier results are used one by one, in order. Unlike {@link InParallel}, it keeps
 * only as many results in memory as there are parallel reads.
 */
public final class ReadAhead<R> implements Iterator<R>, AutoCloseable {

    private final ExecutorService readers;
    private final Deque<Future<R>> ahead = new ArrayDeque<>();
    private final Iterator<Callable<R>> rest;

    /**
     * Starts reading.
     *
     * @param most how many things are read at once
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

    /** The result for the next thing; if reading it failed, that failure is thrown. */
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

    /** Interrupts reads that are under way. */
    @Override
    public void close() {
        readers.shutdownNow();
    }
}
