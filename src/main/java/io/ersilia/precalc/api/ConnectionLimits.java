package io.ersilia.precalc.api;

import java.time.Duration;

/**
 * The limits of the local server's clients.
 *
 * @param budget the time of one request, from its last byte to its answer
 * @param patience after which sending a request or reading an answer must be at least as fast as the rate
 * @param idle how long a connection may wait for its next request
 * @param bytesPerSecond that a client must send or read at least
 * @param connections open at the same time
 * @param ofAPeer connections open at the same time from one address
 * @param bodyBytes that all bodies being received may take in memory
 */
record ConnectionLimits(
        Duration budget,
        Duration patience,
        Duration idle,
        int bytesPerSecond,
        int connections,
        int ofAPeer,
        long bodyBytes) {

    /** A body of the largest size takes eleven minutes at the slowest rate, without occupying a thread. */
    static final ConnectionLimits USUAL = new ConnectionLimits(
            ApiLimits.BUDGET, Duration.ofSeconds(10), Duration.ofSeconds(60), 8 * 1024, 1024, 256, 64L << 20);

    ConnectionLimits {
        if (bytesPerSecond < 1 || ofAPeer < 1 || connections < ofAPeer || bodyBytes < ApiLimits.MAX_BODY_BYTES) {
            throw new IllegalArgumentException("no request fits these limits");
        }
    }

    ConnectionLimits withPatience(Duration other) {
        return new ConnectionLimits(budget, other, idle, bytesPerSecond, connections, ofAPeer, bodyBytes);
    }

    ConnectionLimits withConnectionsOfAPeer(int other) {
        return new ConnectionLimits(budget, patience, idle, bytesPerSecond, connections, other, bodyBytes);
    }
}
