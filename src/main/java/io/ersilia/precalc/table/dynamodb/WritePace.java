package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.run.Sleeper;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast all calls of this process together may write. The budget, which may change, is never exceeded by the consumption
 * that responses report: a call waits until its units are available. When the table throttles, all calls slow down to a
 * fraction of what it last accepted, then speed up: quickly until near the rate that was throttled, slowly around it, and
 * quickly again beyond. For many threads.
 */
final class WritePace implements AutoCloseable {

    /** No limit but the table's own. */
    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /** The rate after throttling, as a fraction of the throttled rate. */
    private static final double CUT = 0.7;

    /** Throttled calls within this time, in seconds, count once: they were under way together. */
    private static final double SAME_TROUBLE = 0.25;

    /** The rate doubles in about this many seconds, below the rate of the last throttling and beyond it. */
    private static final double DOUBLING = 0.7;

    /** Near the rate of the last throttling it grows this many times slower. */
    private static final double CAREFUL = 10;

    private static final double NEAR_BELOW = 0.9;
    private static final double NEAR_ABOVE = 1.1;

    /** Throttling never slows writing below this many write units a second: one small batch. */
    private static final double LEAST = 25;

    /** Beyond this many units a second there is no limit: the default quota of a table is 40,000. */
    private static final double FREE = 200_000;

    /** A waiting call checks again after this many seconds, as the rate may have grown. */
    private static final double LOOK = 0.1;

    /** How much unused time may be used later, in seconds. */
    private static final double BURST = 0.1;

    /** Over how many seconds the table's consumption is measured. */
    private static final double WINDOW = 0.5;

    private final WriteBudget source;
    private final LongSupplier nanos;
    private final Sleeper sleeper;

    private double budget = UNLIMITED;
    private double limit = UNLIMITED;
    private double turn;
    private double grown;
    private double troubleAt = Double.NEGATIVE_INFINITY;
    private double troubleRate = UNLIMITED;
    private double windowBegan;
    private double windowUnits;
    private double taken;

    /**
     * @param budget write units a second, or {@link #UNLIMITED}
     * @param nanos a clock that never goes back, e.g. {@link System#nanoTime}
     */
    WritePace(double budget, LongSupplier nanos, Sleeper sleeper) {
        this(() -> budget, nanos, sleeper);
        if (!(budget > 0)) {
            throw new IllegalArgumentException("no budget of write units: " + budget);
        }
    }

    /** Takes over the budget and closes it. */
    WritePace(WriteBudget source, LongSupplier nanos, Sleeper sleeper) {
        this.source = source;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.turn = now();
        this.grown = turn;
        this.windowBegan = turn;
    }

    /** Waits until that many write units may be used. */
    void await(double units) throws InterruptedException {
        for (double wait = take(units); wait > 0; wait = take(units)) {
            sleeper.sleep(Duration.ofNanos((long) Math.ceil(Math.min(wait, LOOK) * 1e9)));
        }
    }

    /** Takes the units and returns 0 if it is the caller's turn; otherwise returns the seconds until then. */
    private synchronized double take(double units) {
        double now = now();
        double allowed = source.now();
        if (allowed <= 0) {
            turn = Math.max(turn, now);
            return LOOK;
        }
        allow(allowed, now);
        grow(now);
        double seconds = units / limit;
        double due = Math.max(turn, now - BURST - seconds) + seconds;
        if (due > now) {
            return due - now;
        }
        turn = due;
        return 0;
    }

    /** Applies a new budget; units saved up or owed stay the same. */
    private void allow(double allowed, double now) {
        if (limit < UNLIMITED && limit >= budget) {
            turn = now + (turn - now) * limit / allowed;
        }
        limit = limit >= budget ? allowed : Math.min(limit, allowed);
        budget = allowed;
    }

    /** The most units a call may take: those of one second, so that many writers together keep to the budget. */
    double most() {
        return source.now();
    }

    /**
     * Records what a call consumed. Units that it waited for but did not consume are not returned: the table was busy.
     *
     * @param awaited units that the call waited for
     * @param consumed units, according to the response
     */
    synchronized void ended(double awaited, double consumed) {
        turn += Math.max(0, consumed - awaited) / limit;
        double now = now();
        windowUnits += consumed;
        if (now - windowBegan >= WINDOW) {
            taken = windowUnits / (now - windowBegan);
            windowUnits = 0;
            windowBegan = now;
        }
    }

    /** Records that the table was too busy for all or part of a call. */
    synchronized void throttled() {
        double now = now();
        if (now - troubleAt < SAME_TROUBLE) {
            return;
        }
        troubleAt = now;
        grown = now;
        double window = Math.max(now - windowBegan, SAME_TROUBLE);
        double rate = Math.max(LEAST, Math.min(limit, Math.max(taken, windowUnits / window)));
        troubleRate = rate;
        limit = Math.max(Math.min(LEAST, budget), rate * CUT);
    }

    /** Write units a second allowed now. */
    synchronized double limit() {
        return limit;
    }

    private void grow(double now) {
        double seconds = now - grown;
        grown = now;
        if (limit >= budget) {
            return;
        }
        boolean near = limit > troubleRate * NEAR_BELOW && limit < troubleRate * NEAR_ABOVE;
        limit *= Math.pow(2, seconds / (near ? DOUBLING * CAREFUL : DOUBLING));
        if (limit > Math.min(budget, FREE)) {
            limit = budget;
        }
    }

    @Override
    public void close() {
        source.close();
    }

    private double now() {
        return nanos.getAsLong() / 1e9;
    }
}
