package io.ersilia.precalc.infra;

/** An invalid value in the context; the message names the value and what to give instead. */
final class WrongContextException extends RuntimeException {

    WrongContextException(String message) {
        super(message);
    }
}
