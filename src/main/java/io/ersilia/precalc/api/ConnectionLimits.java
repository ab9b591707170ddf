package io.ersilia.precalc.api;

import java.time.Duration;

/**
 * What the local server bears of those who ask.
 *
 * @param budget the time of one request, from its last byte to its answer
 * @param patience how long a request, or the reading of an answer, may go on before it must be as fast as the rate
 * @param idle how long a connection may wait for its next request
 * @param bytesPerSecond the least that a sender sends and a reader reads
 * @param connections open at the same time
 * @param ofAPeer connections that one address may hold of them
 * @param bodyBytes what all bodies under way take of the memory
 */
record ConnectionLimits(
        Duration budget,
        Duration patience,
        Duration idle,
        int bytesPerSecond,
        int connections,
        int ofAPeer,
        long bodyBytes) {

    /** A body of the largest size takes eleven minutes at the slowest rate, and a thread none of them. */
    static final ConnectionLimits USUAL = new ConnectionLimits(
            ApiLimits.BUDGET, Duration.ofSeconds(10), Duration.ofSeconds(60), 8 * 1024, 1024, 256, 64L << 20);

    ConnectionLimits {
        if (bytesPerSecond < 1 || ofAPeer < 1 || connections < ofAPeer || bodyBytes < ApiLimits.MAX_BODY_BYTES) {
            throw new IllegalArgumentException("no limits that anybody could be served within");
        }
    }

    ConnectionLimits withBudget(Duration other) {
        return new ConnectionLimits(other, patience, idle, bytesPerSecond, connections, ofAPeer, bodyBytes);
    }

    ConnectionLimits withPatience(Duration other) {
        return new ConnectionLimits(budget, other, idle, bytesPerSecond, connections, ofAPeer, bodyBytes);
    }

    ConnectionLimits withConnectionsOfAPeer(int other) {
        return new ConnectionLimits(budget, patience, idle, bytesPerSecond, connections, other, bodyBytes);
    }
}
