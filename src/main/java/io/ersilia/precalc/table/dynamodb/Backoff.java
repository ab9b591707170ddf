package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.run.Sleeper;
import java.time.Duration;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * How to retry calls that DynamoDB answered only partly or not at all.
 *
 * @param backoff how long to wait before each attempt; the first attempt is number 1
 */
record Backoff(BackoffStrategy backoff, Sleeper sleeper) {

    /** Attempts in a row without progress before the call has failed: with {@link #REAL} about two minutes. */
    static final int MAX_ATTEMPTS = 20;

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Waits a random time below a limit that doubles, so that workers throttled together do not retry together. */
    static final Backoff REAL = new Backoff(BackoffStrategy.exponentialDelay(SHORTEST, LONGEST), Sleeper.REAL);

    /** For lookups that must answer soon: waits at most about 14 seconds in all. */
    static final Backoff SHORT =
            new Backoff(BackoffStrategy.exponentialDelay(SHORTEST, Duration.ofSeconds(1)), Sleeper.REAL);

    void before(int attempt) throws InterruptedException {
        if (attempt > 1) {
            sleeper.sleep(backoff.computeDelay(attempt));
        }
    }
}
