package io.ersilia.precalc.model;

/** A call of the model brought no usable answer; what the model said is in the message. */
public final class ModelCallException extends Exception {

    public ModelCallException(String message) {
        super(message);
    }

    public ModelCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
