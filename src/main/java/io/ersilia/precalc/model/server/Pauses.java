package io.ersilia.precalc.model.server;

import io.ersilia.precalc.run.Sleeper;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Waits before a server is asked again, and decides how long.
 *
 * @param random numbers from 0 to 1, so that workers put off together do not come back together
 */
record Pauses(Sleeper sleeper, DoubleSupplier random) {

    static final Duration SHORTEST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofMinutes(1);

    /** Enough doublings to reach the longest wait. */
    private static final int DOUBLINGS = 8;

    /** Real time and real randomness. */
    static Pauses real() {
        return new Pauses(Sleeper.REAL, () -> ThreadLocalRandom.current().nextDouble());
    }

    void sleep(Duration duration) throws InterruptedException {
        sleeper.sleep(duration);
    }

    /** The wait before the attempt after this one, counted from 1: doubled each time, half of it random. */
    Duration after(int attempt) {
        Duration whole = SHORTEST.multipliedBy(2L << Math.min(attempt - 1, DOUBLINGS));
        Duration most = whole.compareTo(LONGEST) < 0 ? whole : LONGEST;
        return most.dividedBy(2).plusMillis((long) (most.toMillis() / 2.0 * random.getAsDouble()));
    }
}
