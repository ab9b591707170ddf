package io.ersilia.precalc.run;

import java.time.Duration;

/** Waits that long; a test only remembers it. */
@FunctionalInterface
public interface Sleeper {

    /** Lets everybody really wait. */
    Sleeper REAL = duration -> Thread.sleep(duration.toMillis());

    void sleep(Duration duration) throws InterruptedException;
}
