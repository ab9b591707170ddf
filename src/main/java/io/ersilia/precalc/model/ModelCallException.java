package io.ersilia.precalc.model;

import org.jspecify.annotations.Nullable;

/** A call of the model brought no usable answer; what the model said is in the message. */
public final class ModelCallException extends Exception {

    private final boolean hung;

    public ModelCallException(String message) {
        this(message, null, false);
    }

    public ModelCallException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ModelCallException(String message, @Nullable Throwable cause, boolean hung) {
        super(message, cause);
        this.hung = hung;
    }

    /** The call took far longer than expected and was ended; the server cannot be counted on. */
    public static ModelCallException hung(String message) {
        return new ModelCallException(message, null, true);
    }

    /** Whether the call was ended because it took too long: the same molecules would do it again. */
    public boolean hasHung() {
        return hung;
    }
}
