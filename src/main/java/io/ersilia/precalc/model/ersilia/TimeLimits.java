package io.ersilia.precalc.model.ersilia;

import java.time.Duration;

/**
 * How long each step of the CLI may take.
 *
 * @param run the first batch, while the model's speed is unknown
 * @param expected the shortest time that a later batch is expected to take; it may take ten times as long
 */
public record TimeLimits(
        Duration version, Duration fetch, Duration serve, Duration run, Duration expected, Duration close) {

    /** Enough for images of many gigabytes and models that take minutes to load. */
    public static final TimeLimits GENEROUS = new TimeLimits(
            Duration.ofMinutes(1),
            Duration.ofHours(2),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2));

    /** The program's own {@code close} gets one part in this many of the time for closing; the rest is for what it leaves. */
    private static final int CLOSE_PART = 3;

    /** The same limits for a session that must end within that time once it is asked to. */
    public TimeLimits closingWithin(Duration time) {
        Duration most = time.dividedBy(CLOSE_PART);
        return new TimeLimits(version, fetch, serve, run, expected, close.compareTo(most) < 0 ? close : most);
    }

    public TimeLimits {
        for (Duration limit : new Duration[] {version, fetch, serve, run, expected, close}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("no time limit: %s, expected more than nothing".formatted(limit));
            }
        }
    }
}
