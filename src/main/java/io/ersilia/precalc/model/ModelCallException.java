package io.ersilia.precalc.model;

import org.jspecify.annotations.Nullable;

/** A call to the model gave no usable answer; the message quotes what the model said. */
public final class ModelCallException extends Exception {

    /** Who is at fault, as far as the call shows. */
    public enum Fault {
        /** The model: it reports that it failed on what was sent. */
        MODEL,
        /** The connection or the server: no connection, or a malformed answer. It may pass. */
        TRANSPORT,
        /** Unknown: the call took far longer than expected and was ended. The server can no longer be relied on. */
        HUNG
    }

    private final Fault fault;

    /** The model's own failure. */
    public ModelCallException(String message) {
        this(message, null, Fault.MODEL);
    }

    private ModelCallException(String message, @Nullable Throwable cause, Fault fault) {
        super(message, cause);
        this.fault = fault;
    }

    /** There was no answer, or one that cannot be the model's: this says nothing about the molecules. */
    public static ModelCallException transport(String message) {
        return new ModelCallException(message, null, Fault.TRANSPORT);
    }

    /** There was no answer, or one that cannot be the model's: this says nothing about the molecules. */
    public static ModelCallException transport(String message, Throwable cause) {
        return new ModelCallException(message, cause, Fault.TRANSPORT);
    }

    /** The call took far longer than expected and was ended. */
    public static ModelCallException hung(String message) {
        return new ModelCallException(message, null, Fault.HUNG);
    }

    /** The same fault with a longer message. */
    public ModelCallException with(String more) {
        return new ModelCallException(getMessage() + more, this, fault);
    }

    public Fault fault() {
        return fault;
    }

    /** Whether the call was ended because it took too long. */
    public boolean hasHung() {
        return fault == Fault.HUNG;
    }
}
