package io.ersilia.precalc.run;

/** How work on the way learns that it is to stop: its thread is interrupted, and it asks here between two pieces. */
public final class Stop {

    private Stop() {}

    /** Ends the work by a failure of kind STOPPED when the thread was interrupted. */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
    }

    /** The failure that tells of an interrupted piece of work. */
    public static Failure interrupted(@org.jspecify.annotations.Nullable Throwable cause) {
        return Failure.stopped("stopped with the work kept; run the same command again to go on", cause);
    }
}
