package io.ersilia.precalc.run;

import java.time.Duration;

/** Waits for a duration; tests only record it. */
@FunctionalInterface
public interface Sleeper {

    /** Really waits. */
    Sleeper REAL = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;

    /** Waits within work that can be resumed: an interruption becomes a {@link Failure} of kind STOPPED. */
    default void pause(Duration duration) {
        try {
            sleep(duration);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }
}
