package io.ersilia.precalc.run;

import org.jspecify.annotations.Nullable;

/** A failure explained to the user: the message names the thing, the value and the remedy. */
public final class Failure extends RuntimeException {

    /** What is at fault; determines the exit code. */
    public enum Kind {
        /** Wrong usage of the command. */
        USAGE,
        /** The input cannot be used: it is absent, not CSV, without molecules, or changed. */
        INPUT,
        /** A service, program or device is missing or refuses to work. */
        UNAVAILABLE,
        /** The model could not be fetched or started, or does not answer well-known molecules. */
        MODEL,
        /** Stopped from outside with the work kept: the same command resumes. */
        STOPPED
    }

    private final Kind kind;
    private final boolean ofVersion;

    private Failure(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, false);
    }

    private Failure(Kind kind, String message, @Nullable Throwable cause, boolean ofVersion) {
        super(message, cause);
        this.kind = kind;
        this.ofVersion = ofVersion;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the requested version of the model is not available, as far as is known. */
    public boolean isOfVersion() {
        return ofVersion;
    }

    /** The same failure, caused by the requested version not being available. */
    public Failure ofVersion() {
        return new Failure(kind, String.valueOf(getMessage()), getCause(), true);
    }

    /** The same failure, with its consequence for the current work. */
    public Failure with(String consequence) {
        return new Failure(kind, "%s (%s)".formatted(getMessage(), consequence), this, ofVersion);
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
