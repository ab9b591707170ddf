package io.ersilia.precalc.doctor;

import java.io.IOException;
import java.time.Duration;

/** A check of one thing that runs depend on, without side effects. */
public interface Check {

    /** What is checked, in one word. */
    String name();

    /** The remedy, if the check itself fails without naming one. */
    String remedy();

    /** How long the check may take. */
    default Duration limit() {
        return Duration.ofSeconds(20);
    }

    /** Runs the check; a {@code Failure} becomes an error in the findings. */
    Finding look() throws IOException, InterruptedException;
}
