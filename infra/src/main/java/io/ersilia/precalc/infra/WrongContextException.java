package io.ersilia.precalc.infra;

/** A value of the context that no stack can be made of; the message names it, and what to give instead. */
final class WrongContextException extends RuntimeException {

    WrongContextException(String message) {
        super(message);
    }
}
