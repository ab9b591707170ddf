package io.ersilia.precalc.pipeline;

import java.time.Duration;

/** Sizes the calls of a model: a small one first, then as many molecules as take about three minutes. */
final class BatchSizer {

    private static final int FIRST = 10;
    private static final Duration TARGET = Duration.ofMinutes(3);

    private final int most;
    private int next;

    BatchSizer(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("not a batch size: %d, expected 1 or more".formatted(most));
        }
        this.most = most;
        this.next = Math.min(FIRST, most);
    }

    int next() {
        return next;
    }

    /** Learns from a call how long a molecule takes. */
    void took(int molecules, Duration time) {
        if (molecules > 0) {
            double fit = (double) TARGET.toNanos() * molecules / Math.max(1, time.toNanos());
            next = (int) Math.max(1, Math.min(most, fit));
        }
    }
}
