package io.ersilia.precalc.model.server;

import java.time.Duration;

/** Waits that long; a test only remembers it. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;
}
