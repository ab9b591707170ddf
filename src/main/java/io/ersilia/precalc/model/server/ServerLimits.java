package io.ersilia.precalc.model.server;

import java.time.Duration;

/**
 * How long to wait for a model server.
 *
 * @param readiness until it answers at all
 * @param firstCall the first call, while the model's speed is unknown
 * @param expectedCall the shortest time that a later call is expected to take; it may take ten times as long
 * @param patience the total wait for one call that the server puts off
 */
public record ServerLimits(Duration readiness, Duration firstCall, Duration expectedCall, Duration patience) {

    /** A server that someone else runs and that others may use too. */
    public static final ServerLimits SHARED = new ServerLimits(
            Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofSeconds(12), Duration.ofMinutes(15));

    /** A server just started in a container: models load for minutes. */
    public static final ServerLimits OWN = new ServerLimits(
            Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofSeconds(3), Duration.ofMinutes(15));

    public ServerLimits {
        for (Duration limit : new Duration[] {readiness, firstCall, expectedCall, patience}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("no time limit: %s, expected more than nothing".formatted(limit));
            }
        }
    }
}
