package io.ersilia.precalc.run;

import org.jspecify.annotations.Nullable;

/** How work under way learns that it must stop: its thread is interrupted, and it asks here between two pieces. */
public final class Stop {

    private Stop() {}

    /** Ends the work by a failure of kind STOPPED when the thread was interrupted. */
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

    /** The same in other words, where there is no work to keep. */
    public static Failure interrupted(String message, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return Failure.stopped(message, cause);
    }

    /** The failure of work that was stopped, as it is shown to the user. */
    public static Failure failure(@Nullable Throwable cause) {
        return Failure.stopped("stopped with the work kept; run the same command again to go on", cause);
    }
}
