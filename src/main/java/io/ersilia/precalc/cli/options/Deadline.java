package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Ends a command before a time: its thread is interrupted a little earlier, as closing a model takes a moment. */
public final class Deadline {

    /** The most that is set aside for ending a call under way and closing its model; of a short time a quarter. */
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private static final int CLOSING_PART = 4;

    private final Instant time;
    private final Instant stopAt;
    private final Duration left;
    private volatile boolean passed;

    Deadline(Instant time, Instant now) {
        Duration all = Duration.between(now, time);
        Duration closing = all.dividedBy(CLOSING_PART);
        this.time = time;
        this.stopAt = time.minus(closing.compareTo(CLOSING) < 0 ? closing : CLOSING);
        this.left = Duration.between(now, stopAt);
    }

    /** When work has to stop for the command to be over in time. */
    public Instant stopAt() {
        return stopAt;
    }

    /** How long ending a call and closing its model may take. */
    public Duration closing() {
        return Duration.between(stopAt, time);
    }

    /** How long the command could work when it began. */
    public Duration left() {
        return left;
    }

    /**
     * Runs the command on this thread.
     *
     * @throws Failure of kind STOPPED when it did not end by itself
     */
    public int run(IntSupplier command) {
        if (left.isNegative() || left.isZero()) {
            throw Failure.stopped("the deadline %s is over: nothing was begun".formatted(time), null);
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread timer = timer(Thread.currentThread(), ended);
        timer.start();
        try {
            return command.getAsInt();
        } catch (RuntimeException e) {
            if (passed) { // then that is why
                throw Failure.stopped(
                        "stopped at the deadline %s with the work kept; run the same command again to resume"
                                .formatted(time),
                        e);
            }
            throw e;
        } finally {
            ended.countDown();
            join(timer);
        }
    }

    private Thread timer(Thread worker, CountDownLatch ended) {
        return new DaemonThreads("deadline").newThread(() -> {
            try {
                if (!ended.await(left.toMillis(), TimeUnit.MILLISECONDS)) {
                    passed = true;
                    worker.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** After this no interruption comes from here, and none that came stays. */
    private void join(Thread timer) {
        boolean interrupted = Thread.interrupted();
        try {
            timer.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted && !passed) {
            Thread.currentThread().interrupt();
        }
    }
}
