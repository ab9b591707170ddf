package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Sleeper;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * Many threads on one clock that only their sleeping moves. One of them runs at a time: the one that sleeps the shortest
 * goes on, so that everything happens in the same order each time.
 */
final class VirtualTime implements AutoCloseable {

    private final PriorityQueue<Turn> turns =
            new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingLong(Turn::number));
    private long nanos;
    private long number;
    private boolean over;

    private record Turn(long at, long number, Semaphore go) {}

    long nanos() {
        return nanos;
    }

    double seconds() {
        return nanos / 1e9;
    }

    Sleeper sleeper() {
        return this::sleep;
    }

    /** Threads whose turn comes when whoever starts them sleeps. */
    ThreadFactory threads() {
        return work -> {
            Turn first = turn(0);
            return new DaemonThreads("virtual").newThread(() -> {
                first.go.acquireUninterruptibly();
                nanos = first.at;
                try {
                    work.run();
                } finally {
                    next();
                }
            });
        };
    }

    void sleep(Duration time) throws InterruptedException {
        Turn turn = turn(time.toNanos());
        next();
        turn.go.acquireUninterruptibly();
        if (over) {
            throw new InterruptedException();
        }
        nanos = turn.at;
    }

    private Turn turn(long wait) {
        Turn turn = new Turn(nanos + Math.max(0, wait), number++, new Semaphore(0));
        turns.add(turn);
        return turn;
    }

    private void next() {
        Turn turn = turns.poll();
        if (turn != null) {
            turn.go.release();
        }
    }

    /** Ends all threads that sleep, one after another. */
    @Override
    public void close() {
        over = true;
        next();
    }
}
