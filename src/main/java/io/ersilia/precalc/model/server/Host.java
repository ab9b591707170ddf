package io.ersilia.precalc.model.server;

import io.ersilia.precalc.run.Failure;

/** What a model server runs on, as far as known: a machine elsewhere, or a container of our own. */
interface Host {

    /** Someone else's machine: only what the server answers is known. */
    Host ELSEWHERE = new Host() {
        @Override
        public void requireRunning() {}

        @Override
        public Failure silent(String what) {
            return Failure.unavailable(what + "; start it, or correct --model-url");
        }
    };

    /** Throws if the server will never answer, so that nothing waits for it. */
    void requireRunning() throws InterruptedException;

    /** The failure of a server that never answered. */
    Failure silent(String what) throws InterruptedException;
}
