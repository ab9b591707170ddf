package io.ersilia.precalc.run;

import java.time.Duration;

/** Waits for a duration; tests only record it. */
@FunctionalInterface
public interface Sleeper {

    /** Really waits. */
    Sleeper REAL = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;
}
