package io.ersilia.precalc.doctor;

import java.io.IOException;
import java.time.Duration;

/** Looks at one thing that runs depend on, and changes nothing. */
public interface Check {

    /** What is looked at, one word. */
    String name();

    /** What mends it where the check itself fails and does not say. */
    String remedy();

    /** How long looking may take. */
    default Duration limit() {
        return Duration.ofSeconds(20);
    }

    /** Looks; a {@code Failure} is an error found. */
    Finding look() throws IOException, InterruptedException;
}
