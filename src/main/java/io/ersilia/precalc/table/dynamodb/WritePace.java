package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.run.Sleeper;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast all calls of this process together may write. A budget is never exceeded, by what the answers say was
 * consumed. Where the table throttles, all calls slow down to a part of what it last took, then try for more: quickly
 * up to where it throttled before, slowly about there, and quickly again beyond. For many threads.
 */
final class WritePace {

    /** No limit but the table's own. */
    static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /** What is left of the rate at which the table throttled. */
    private static final double CUT = 0.7;

    /** Calls that were on the way together are throttled together: that counts once, in seconds. */
    private static final double SAME_TROUBLE = 0.25;

    /** The rate doubles in about so many seconds, below the rate of the last trouble and beyond it. */
    private static final double DOUBLING = 0.7;

    /** About the rate of the last trouble it grows so much slower. */
    private static final double CAREFUL = 10;

    private static final double NEAR_BELOW = 0.9;
    private static final double NEAR_ABOVE = 1.1;

    /** Write units a second below which nobody is slowed unless the budget says so: one small batch. */
    private static final double LEAST = 25;

    /** More than this many units a second is no limit: the default quota of a table is 40,000. */
    private static final double FREE = 200_000;

    /** Who waits looks again after so many seconds, as the rate may have grown. */
    private static final double LOOK = 0.1;

    /** How much of unused time may be used later, in seconds. */
    private static final double BURST = 0.1;

    /** Over how many seconds it is measured what the table takes. */
    private static final double WINDOW = 0.5;

    private final double budget;
    private final LongSupplier nanos;
    private final Sleeper sleeper;

    private double limit;
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
        if (!(budget > 0)) {
            throw new IllegalArgumentException("no budget of write units: " + budget);
        }
        this.budget = budget;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.limit = budget;
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

    /** Takes the units, and answers 0, when it is somebody's turn; else answers how many seconds are left until then. */
    private synchronized double take(double units) {
        double now = now();
        grow(now);
        if (turn > now) {
            return turn - now;
        }
        turn = Math.max(turn, now - BURST) + units / limit;
        return 0;
    }

    /**
     * Hears what a call took. Units that it was given and did not take are not given back: then the table was busy.
     *
     * @param awaited for it
     * @param consumed by it, as the answer says
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

    /** Hears that the table was too busy for a call or a part of it. */
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

    /** Write units a second that are allowed now. */
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

    private double now() {
        return nanos.getAsLong() / 1e9;
    }
}
