package io.ersilia.precalc.api;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that one request may take. It is over at its end, and at once when whoever asked has gone. */
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

    /** What it was at the beginning. */
    Duration time() {
        return time;
    }

    /** Nanoseconds that are left; none for nobody. */
    long left() {
        return gone ? 0 : Math.max(0, end - nanoTime.getAsLong());
    }

    /** Whoever asked has gone: nothing more need be done. */
    void giveUp() {
        gone = true;
    }

    /** Ends the work by a {@link Problem} where nobody waits for it any more. */
    void requireSomebody() {
        if (gone) {
            throw Problem.gone();
        }
    }
}
