package io.ersilia.precalc.model.ersilia;

import java.time.Duration;

/**
 * How long each step of the CLI may take.
 *
 * @param run the first batch, while nobody knows how fast the model is
 * @param expected no later batch is expected to take less; it may take ten times as long
 */
public record TimeLimits(
        Duration version, Duration fetch, Duration serve, Duration run, Duration expected, Duration close) {

    /** Images of many gigabytes, models that load for minutes. */
    public static final TimeLimits GENEROUS = new TimeLimits(
            Duration.ofMinutes(1),
            Duration.ofHours(2),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2));

    public TimeLimits {
        for (Duration limit : new Duration[] {version, fetch, serve, run, expected, close}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("no time limit: %s, expected more than nothing".formatted(limit));
            }
        }
    }
}
