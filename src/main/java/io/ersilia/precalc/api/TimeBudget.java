package io.ersilia.precalc.api;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one request may take. It is over at once when the client is gone. */
final class TimeBudget {

    private final LongSupplier nanoTime;
    private final Duration time;
    private final long end;
    private volatile boolean gone;

    /** @param nanoTime counts as {@link System#nanoTime} does */
    TimeBudget(Duration time, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.time = time;
        this.end = nanoTime.getAsLong() + time.toNanos();
    }

    static TimeBudget of(Duration time) {
        return new TimeBudget(time, System::nanoTime);
    }

    Duration time() {
        return time;
    }

    /** The nanoseconds left; 0 once the client is gone. */
    long left() {
        return gone ? 0 : Math.max(0, end - nanoTime.getAsLong());
    }

    /** The client is gone: no more work is needed. */
    void giveUp() {
        gone = true;
    }

    /** Ends the work with a {@link Problem} if the client is gone. */
    void requireClient() {
        if (gone) {
            throw Problem.gone();
        }
    }
}
