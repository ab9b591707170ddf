package io.ersilia.precalc.api;

import java.time.Duration;

/**
 * The limits for the local server's clients.
 *
 * @param budget the time of one request, from its last byte to its answer
 * @param patience the time after which clients must send and read at the minimum rate
 * @param idle how long a connection may wait for its next request
 * @param bytesPerSecond the minimum rate at which a client must send or read
 * @param connections most connections open at the same time
 * @param ofAPeer most connections open at the same time from one address
 * @param bodyBytes most bytes of memory for all bodies being received
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
}
