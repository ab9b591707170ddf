package io.ersilia.precalc.molecule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits the work on one molecule by the processor time of its thread, so that neither other threads nor a busy machine
 * affect the result.
 *
 * <p>Native code cannot be interrupted, and the InChI library's own limit counts the processor time of the whole process. So
 * that limit only ends an attempt: each attempt is allowed more than the one before, until one succeeds or its thread has used
 * up the limit. Most molecules take a thousandth of the first attempt.
 */
final class Patience {

    /** Processor time of the process that is enough for every molecule except giant cages. */
    static final Duration FIRST = Duration.ofSeconds(1);

    private static final int GROWTH = 4;

    private final Duration limit;
    private final LongSupplier ownNanos;

    /**
     * @param limit processor time that an attempt may use in its own thread
     * @param ownNanos processor time used by this thread, in nanoseconds
     */
    Patience(Duration limit, LongSupplier ownNanos) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("no time to work in: " + limit);
        }
        this.limit = limit;
        this.ownNanos = ownNanos;
    }

    /**
     * The result of a successful attempt; empty if one used up the limit.
     *
     * @param attempt works for the given processor time of the process; empty if that was too short
     * @param left how long the caller still waits, checked before each attempt except the first, which is short
     * @throws CancellationException if it takes longer than the caller waits, or this thread is interrupted
     */
    <T> Optional<T> ask(Function<Duration, Optional<T>> attempt, Supplier<Duration> left) {
        Duration allowed = shorter(FIRST, limit); // need not be measured: it cannot use more than the limit
        Optional<T> done = attempt.apply(allowed);
        Duration used = Duration.ZERO;
        while (done.isEmpty() && used.compareTo(limit) < 0) {
            allowed = allowed.multipliedBy(GROWTH);
            long began = ownNanos.getAsLong();
            done = attempt.apply(shorter(allowed, stillWaiting(left, used)));
            used = Duration.ofNanos(ownNanos.getAsLong() - began);
        }
        return used.compareTo(limit) < 0 ? done : Optional.empty();
    }

    /** @param used by the last, failed attempt: with less time the next cannot succeed */
    private static Duration stillWaiting(Supplier<Duration> left, Duration used) {
        Duration time = left.get();
        if (time.compareTo(used) <= 0
                || time.toMillis() < 1
                || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the key of a molecule is no longer wanted");
        }
        return time;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
