package io.ersilia.precalc.model.server;

import io.ersilia.precalc.run.Failure;

/** What a model server runs on, as far as we know of it: a machine elsewhere, or a container of ours. */
interface Host {

    /** Somebody else's: nothing is known but what the server answers. */
    Host ELSEWHERE = new Host() {
        @Override
        public void requireRunning() {}

        @Override
        public Failure silent(String what) {
            return Failure.unavailable(what + "; start it, or correct --model-url");
        }
    };

    /** Ends the waiting for a server that will never come. */
    void requireRunning() throws InterruptedException;

    /** The failure of a server that never answered. */
    Failure silent(String what) throws InterruptedException;
}
