package io.ersilia.precalc.molecule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long one molecule is worked on: a limit in processor time of the thread that works on it, so that neither other
 * threads nor a busy machine decide what becomes of it.
 *
 * <p>Native code cannot be interrupted, and the limit that the InChI library has itself counts the processor time of the
 * whole process. So that limit only ends an attempt: each is allowed more than the one before, until one is through or
 * has used up the limit by itself. Most molecules are done thousands of times over within the first.
 */
final class Patience {

    /** Processor time of the process within which every molecule that is not a giant cage is done. */
    static final Duration FIRST = Duration.ofSeconds(1);

    private static final int GROWTH = 4;

    private final Duration limit;
    private final LongSupplier ownNanos;

    /**
     * @param limit processor time of its own thread that an attempt may use
     * @param ownNanos processor time that this thread has used, in nanoseconds
     */
    Patience(Duration limit, LongSupplier ownNanos) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("no time to work in: " + limit);
        }
        this.limit = limit;
        this.ownNanos = ownNanos;
    }

    /**
     * What an attempt made; empty when one used up the limit.
     *
     * @param attempt works for so much processor time of the process and answers empty if that was too short
     * @param left how long the asker still waits, looked at before each attempt but the first, which is short
     * @throws CancellationException when the asker does not wait as long as it takes, or this thread is interrupted
     */
    <T> Optional<T> ask(Function<Duration, Optional<T>> attempt, Supplier<Duration> left) {
        Duration allowed = shorter(FIRST, limit); // what ends within it has used no more than the limit: not measured
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

    /** @param used in vain by the last attempt: with less than that the next cannot be through either */
    private static Duration stillWaiting(Supplier<Duration> left, Duration used) {
        Duration time = left.get();
        if (time.compareTo(used) <= 0
                || time.toMillis() < 1
                || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("nobody waits any longer for the key of a molecule");
        }
        return time;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
