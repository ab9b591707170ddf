package io.ersilia.precalc.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long calls to a model take, learnt from finished ones, and when a call counts as hung. */
public final class CallTimes {

    /** A call that takes this many times its expected time counts as hung. */
    private static final int PATIENCE = 10;

    private final Duration first;
    private final Duration least;
    private @Nullable Duration fastest;
    private Duration total = Duration.ZERO;
    private long molecules;

    /**
     * @param first the limit until a call has ended: models load for minutes
     * @param least the shortest time that a call is expected to take: programs must start, machines are busy
     */
    public CallTimes(Duration first, Duration least) {
        this.first = first;
        this.least = least;
    }

    /** How long a call with this many molecules may take before it counts as hung. */
    public synchronized Duration limit(int size) {
        if (fastest == null) {
            return first;
        }
        Duration expected =
                fastest.plus(total.multipliedBy(size).dividedBy(molecules)); // the fastest is mostly start-up
        return (expected.compareTo(least) > 0 ? expected : least).multipliedBy(PATIENCE);
    }

    /** Learns from a call that was answered. */
    public synchronized void took(int size, Duration time) {
        fastest = fastest == null || time.compareTo(fastest) < 0 ? time : fastest;
        total = total.plus(time);
        molecules += size;
    }
}
