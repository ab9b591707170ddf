package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a session: it comes once, whoever asks for it first, its owner, another thread or the shutdown of the JVM,
 * and whoever asks later waits for it.
 */
public final class SessionEnd {

    private static final Logger log = LoggerFactory.getLogger(SessionEnd.class);

    private static final Set<SessionEnd> TO_COME = ConcurrentHashMap.newKeySet();

    private final Runnable breakOff;
    private final Runnable cleanUp;
    private final Thread atShutdown;
    private final Object cleaning = new Object();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable Supplier<String> left;
    private boolean cleaned;

    /** What is left of each session in this process if it does not end as it should. */
    public static List<String> underWay() {
        return TO_COME.stream()
                .map(end -> end.left)
                .filter(Objects::nonNull)
                .map(Supplier::get)
                .toList();
    }

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
     * @param remains names what is there until it comes, with what it takes to end it by hand
     * @throws Failure of kind STOPPED when it shuts down already
     */
    public void comesAtShutdown(String what, Supplier<String> remains) {
        left = remains;
        TO_COME.add(this);
        try {
            Runtime.getRuntime().addShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            throw Failure.stopped("stopped before %s was started".formatted(what), e);
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
                TO_COME.remove(this);
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
