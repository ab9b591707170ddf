package io.ersilia.precalc.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Whether bytes move fast enough: at least at a minimum rate, after an initial grace period. */
final class MinimumRate {

    private final long since;
    private final long patience;
    private final int bytesPerSecond;
    private final AtomicLong bytes = new AtomicLong();

    MinimumRate(long now, Duration patience, int bytesPerSecond) {
        this.since = now;
        this.patience = patience.toNanos();
        this.bytesPerSecond = bytesPerSecond;
    }

    void moved(int count) {
        bytes.addAndGet(count);
    }

    boolean isTooSlow(long now) {
        return now - since - patience > bytes.get() * 1_000_000_000L / bytesPerSecond;
    }
}
