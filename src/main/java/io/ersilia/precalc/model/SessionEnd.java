package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
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
 * The end of a session. It happens once, whether its owner, another thread or the shutdown of the JVM asks for it
 * first; later callers wait until it is over.
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

    /** What each session in this process would leave behind if it ended abnormally. */
    public static List<String> underWay() {
        return TO_COME.stream()
                .map(end -> end.left)
                .filter(Objects::nonNull)
                .map(Supplier::get)
                .toList();
    }

    /**
     * @param name name of the thread that ends the session at the shutdown of the JVM
     * @param breakOff ends whatever other threads of the session are waiting for
     * @param cleanUp ends and removes everything else
     */
    public SessionEnd(String name, Runnable breakOff, Runnable cleanUp) {
        this.breakOff = breakOff;
        this.cleanUp = cleanUp;
        this.atShutdown = new Thread(this::come, name);
    }

    /**
     * Ends the session when the JVM shuts down, if not before.
     *
     * @param what names what is about to begin, for the message
     * @param remains describes what exists until then, and how to end it by hand
     * @throws Failure of kind STOPPED if the JVM is shutting down already
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

    /** Whether the end was asked for. */
    public boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Throws a failure of kind STOPPED if the end was asked for. */
    public void refuseOnceBegun(ModelId model) {
        if (hasBegun()) {
            throw Failure.stopped("the session of %s is closed".formatted(model), null);
        }
    }

    /** Whether the end is asked for within that time; waits for it. */
    public boolean beginsWithin(Duration time) throws InterruptedException {
        return begun.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the session and waits until that is over, even in an interrupted thread. */
    public void come() {
        boolean interrupted = Thread.interrupted();
        begun.countDown();
        if (!asked.getAndSet(true)) {
            breakOff.run(); // only for the first caller: later ones would break off the cleaning up
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
