package io.ersilia.precalc.doctor;

import io.ersilia.precalc.run.Failure;
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

    default Finding ok(String found) {
        return new Finding(name(), Finding.Status.OK, found, null, null);
    }

    default Finding warning(String found, String remedy) {
        return new Finding(name(), Finding.Status.WARNING, found, remedy, null);
    }

    /** Something is missing or refuses to work. */
    default Finding error(String found, String remedy) {
        return new Finding(name(), Finding.Status.ERROR, found, remedy, Failure.Kind.UNAVAILABLE);
    }

    /** The same, with the check's own remedy. */
    default Finding error(String found) {
        return error(found, remedy());
    }

    /** The library cannot be used. */
    default Finding unusable(String found, String remedy) {
        return new Finding(name(), Finding.Status.ERROR, found, remedy, Failure.Kind.INPUT);
    }

    default Finding skipped(String why) {
        return new Finding(name(), Finding.Status.SKIPPED, why, null, null);
    }
}
