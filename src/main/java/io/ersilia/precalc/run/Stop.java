package io.ersilia.precalc.run;

import org.jspecify.annotations.Nullable;

/** How running work finds out that it must stop: its thread is interrupted, and it checks here between two steps. */
public final class Stop {

    private Stop() {}

    /** Throws a failure of kind STOPPED if the thread was interrupted. */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw failure(null);
        }
    }

    /** The failure of work that was interrupted while it waited; the thread stays interrupted. */
    public static Failure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return failure(cause);
    }

    /** The same with another message, if there is no work to keep. */
    public static Failure interrupted(String message, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return Failure.stopped(message, cause);
    }

    /** The failure of stopped work, as shown to the user. */
    public static Failure failure(@Nullable Throwable cause) {
        return Failure.stopped("stopped with the work kept; run the same command again to resume", cause);
    }
}
