package io.ersilia.precalc.model.ersilia;

import java.time.Duration;

/**
 * How long each step of the CLI may take.
 *
 * @param run the least that a batch is given; a model known to be slow is given {@value #PATIENCE} times what it needs
 */
public record TimeLimits(Duration version, Duration fetch, Duration serve, Duration run, Duration close) {

    /** Images of many gigabytes, models that load for minutes. */
    public static final TimeLimits GENEROUS = new TimeLimits(
            Duration.ofMinutes(1),
            Duration.ofHours(2),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2));

    private static final int PATIENCE = 10;

    public TimeLimits {
        for (Duration limit : new Duration[] {version, fetch, serve, run, close}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("no time limit: %s, expected more than nothing".formatted(limit));
            }
        }
    }

    /** The limit of a batch of a model that took so long per molecule at its best. */
    Duration run(int molecules, Duration perMolecule) {
        Duration patient = perMolecule.multipliedBy(molecules).multipliedBy(PATIENCE);
        return patient.compareTo(run) > 0 ? patient : run;
    }
}
