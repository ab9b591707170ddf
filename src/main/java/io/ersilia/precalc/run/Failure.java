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

    /** Whether the model cannot be had in the version asked for, as far as is known. */
    public boolean isOfVersion() {
        return ofVersion;
    }

    /** The same failure, for want of the version asked for. */
    public Failure ofVersion() {
        return new Failure(kind, String.valueOf(getMessage()), getCause(), true);
    }

    /** The same failure, with what it means for the work under way. */
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
