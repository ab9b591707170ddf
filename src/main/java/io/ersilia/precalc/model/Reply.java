package io.ersilia.precalc.model;

import java.util.List;

/** What one call of the model brought, once its controls were judged. */
sealed interface Reply {

    /**
     * The controls have their known answers.
     *
     * @param rows one per molecule without the controls; they may still be empty
     * @param server which server answered
     */
    record Sound(List<List<String>> rows, int server) implements Reply {}

    /**
     * Nothing of the call may be believed.
     *
     * @param hadCompany whether other calls ran at the same time
     * @param server which server was called
     */
    record Unsound(String reason, Cause cause, boolean hadCompany, int server) implements Reply {

        /** Whether it is the model itself that does not answer, not what is between it and us. */
        boolean isTheModelsWord() {
            return cause == Cause.FAILED || cause == Cause.CONTROL_DIFFERS;
        }

        /** Whether the server broke down, or others may have kept it from answering: the molecules may be innocent. */
        boolean mayBeTheServersFault() {
            return cause == Cause.DIED || (cause == Cause.HUNG && hadCompany);
        }
    }

    /** Why a call brought nothing. */
    enum Cause {
        /** The model failed, and its server lives. */
        FAILED,
        /** No answer came, or a malformed one, or one without any value, and the server lives. */
        BROKEN,
        /** A control had an answer, but not its own. */
        CONTROL_DIFFERS,
        /** The server does not live any more. */
        DIED,
        /** The call took too long and was ended. */
        HUNG
    }
}
