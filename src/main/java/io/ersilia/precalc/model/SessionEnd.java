package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a session: it comes once, whoever asks for it first, its owner, another thread or the shutdown of the JVM,
 * and whoever asks later waits for it.
 */
public final class SessionEnd {

    private static final Logger log = LoggerFactory.getLogger(SessionEnd.class);

    private final Runnable breakOff;
    private final Runnable cleanUp;
    private final Thread atShutdown;
    private final Object cleaning = new Object();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);
    private boolean cleaned;

    /**
     * Nothing ends yet.
     *
     * @param name of the thread that ends it at the shutdown of the JVM
     * @param breakOff ends what other threads of the session wait for
     * @param cleanUp ends and removes everything else
     */
    public SessionEnd(String name, Runnable breakOff, Runnable cleanUp) {
        this.breakOff = breakOff;
        this.cleanUp = cleanUp;
        this.atShutdown = new Thread(this::come, name);
    }

    /**
     * From now on it comes at the latest when the JVM shuts down.
     *
     * @param what begins, for the message
     * @throws Failure of kind STOPPED when it shuts down already
     */
    public void comesAtShutdown(String what) {
        try {
            Runtime.getRuntime().addShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            throw Failure.stopped("stopped before %s was served".formatted(what), e);
        }
    }

    /** Whether anybody asked for it. */
    public boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Whether anybody asks for it within the time. */
    public boolean beginsWithin(Duration time) throws InterruptedException {
        return begun.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks for it and waits until it is over, also in an interrupted thread. */
    public void come() {
        boolean interrupted = Thread.interrupted();
        begun.countDown();
        if (!asked.getAndSet(true)) {
            breakOff.run(); // only the first: later it is the cleaning up that would be broken off
        }
        synchronized (cleaning) {
            if (!cleaned) {
                cleaned = true;
                cleanUp.run();
            }
        }
        if (Thread.currentThread() != atShutdown) {
            forgetShutdown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetShutdown() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            log.debug("ended while the JVM shuts down");
        }
    }
}
