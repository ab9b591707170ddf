package io.ersilia.precalc.run;

import org.jspecify.annotations.Nullable;

/** What went wrong, for a person: the message names the thing, the value and what to do. */
public final class Failure extends RuntimeException {

    /** Whose matter it is; the command line makes an exit code of it. */
    public enum Kind {
        /** The command cannot be meant like this. */
        USAGE,
        /** The input is unusable: absent, not CSV, without molecules, changed. */
        INPUT,
        /** A service, program or device is missing or refuses. */
        UNAVAILABLE,
        /** The model could not be fetched or served, or does not answer molecules that it must know. */
        MODEL,
        /** Stopped from outside with the work kept: the same command goes on. */
        STOPPED
    }

    private final Kind kind;

    private Failure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The same failure, with what it means for the work under way. */
    public Failure with(String consequence) {
        return new Failure(kind, "%s (%s)".formatted(getMessage(), consequence), this);
    }

    public static Failure usage(String message) {
        return new Failure(Kind.USAGE, message, null);
    }

    public static Failure input(String message) {
        return new Failure(Kind.INPUT, message, null);
    }

    public static Failure unavailable(String message) {
        return new Failure(Kind.UNAVAILABLE, message, null);
    }

    public static Failure unavailable(String message, Throwable cause) {
        return new Failure(Kind.UNAVAILABLE, message, cause);
    }

    public static Failure model(String message) {
        return new Failure(Kind.MODEL, message, null);
    }

    public static Failure stopped(String message, @Nullable Throwable cause) {
        return new Failure(Kind.STOPPED, message, cause);
    }
}
