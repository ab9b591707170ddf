package io.ersilia.precalc.model;

import java.util.List;

/** The result of one call to the model, after its controls were judged. */
sealed interface Reply {

    /**
     * The controls have their known answers.
     *
     * @param rows one per molecule, controls left out; they may still be empty
     * @param server which server answered
     */
    record Sound(List<List<String>> rows, int server) implements Reply {}

    /**
     * No part of the answer may be believed.
     *
     * @param hadCompany whether other calls ran at the same time
     * @param server which server was called
     */
    record Unsound(String reason, Cause cause, boolean hadCompany, int server) implements Reply {

        /** Whether the model itself failed, not something between it and this process. */
        boolean isTheModelsWord() {
            return cause == Cause.FAILED || cause == Cause.CONTROL_DIFFERS;
        }

        /**
         * Whether the server broke, or other calls may have kept it from answering: the molecules may not be to blame.
         */
        boolean mayBeTheServersFault() {
            return cause == Cause.DIED || (cause == Cause.HUNG && hadCompany);
        }
    }

    /** Why a call cannot be believed. */
    enum Cause {
        /** The model failed, and its server is alive. */
        FAILED,
        /** No answer came, or a malformed one, or one without any value, and the server is alive. */
        BROKEN,
        /** A control had an answer, but not its own. */
        CONTROL_DIFFERS,
        /** The server has died. */
        DIED,
        /** The call took too long and was ended. */
        HUNG
    }
}
