package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.run.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sizes the calls of a model: a small one first, then as many molecules as take about three minutes. */
public final class BatchSizer {

    private static final int FIRST = 10;
    public static final Duration TARGET = Duration.ofMinutes(3);

    private final CallLimits limits;
    private final Clock clock;
    private @Nullable Duration perMolecule;

    public BatchSizer(CallLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** How many molecules the next call may have; 0 when not even one would be answered before the work must stop. */
    public int next() {
        if (perMolecule == null) {
            return Math.min(FIRST, limits.batchSize());
        }
        long most = Math.max(1, fitting(TARGET, perMolecule));
        if (limits.stopAt() != null) {
            most = Math.min(most, fitting(left(limits.stopAt()), perMolecule));
        }
        return (int) Math.min(most, limits.batchSize());
    }

    /**
     * How many molecules the next call may have.
     *
     * @throws Failure of kind STOPPED when not even one would be answered before the work must stop
     */
    int require() {
        int size = next();
        if (size == 0) {
            throw Failure.stopped(
                    "no further batch would be done before the deadline: stopped with the work kept; run the same command again to resume",
                    null);
        }
        return size;
    }

    /** Whether it knows how long a molecule takes. */
    public boolean hasLearnt() {
        return perMolecule != null;
    }

    /** Learns from a call how long a molecule takes. */
    public void took(int molecules, Duration time) {
        if (molecules > 0) {
            Duration each = time.dividedBy(molecules);
            perMolecule = each.isZero() ? Duration.ofNanos(1) : each;
        }
    }

    private Duration left(Instant stopAt) {
        Duration left = Duration.between(clock.instant(), stopAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static long fitting(Duration time, Duration each) {
        return time.dividedBy(each);
    }
}
