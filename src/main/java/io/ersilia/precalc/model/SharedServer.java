package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model's server that several threads call at once. It is restarted only while no call is running, and once for all
 * callers that saw the same server fail.
 */
final class SharedServer {

    private final ModelId model;
    private final ModelSession session;
    private final @Nullable String version;

    private final Set<Turn> running = new LinkedHashSet<>();
    private int waitingToBeAlone;
    private boolean restartRequired;
    private boolean restarting;

    /** The number of this server: it grows by one with each restart. */
    private int current;

    private int attempts;
    private @Nullable Failure refused;
    private long calls;

    SharedServer(ModelId model, ModelSession session) {
        this.model = model;
        this.session = session;
        this.version = session.modelVersion();
    }

    /** One call under way; closing ends it. */
    final class Turn implements AutoCloseable {

        private final boolean alone;
        private int server;
        private boolean company;

        private Turn(boolean alone) {
            this.alone = alone;
        }

        ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException {
            return session.predict(smiles);
        }

        /** Which server was called. */
        int server() {
            return server;
        }

        /** Whether other calls ran at the same time: what the server did may then be their fault. */
        boolean hadCompany() {
            synchronized (SharedServer.this) {
                return company;
            }
        }

        /** Whether the server that was called is still alive; if not, it is restarted. */
        boolean leavesItAlive() {
            boolean lives = session.isAlive();
            if (!lives) {
                requireRestart(server);
            }
            return lives;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /**
     * Waits until a call may be made, after a restart of the model if one is needed. The wait can be interrupted.
     *
     * @param alone whether no other call may run at the same time
     * @throws Failure if the model cannot be restarted, or has another version afterwards
     */
    Turn turn(boolean alone) throws InterruptedException {
        Turn turn = new Turn(alone);
        while (!begin(turn)) {
            restart();
        }
        return turn;
    }

    /** Makes the next call restart the model first, unless it was restarted since this server was called. */
    synchronized void requireRestart(int server) {
        restartRequired |= server == current;
    }

    /** @throws Failure of kind UNAVAILABLE if the model's version is not the one at the beginning */
    void requireSameVersion() {
        String now = session.modelVersion();
        if (version != null && now != null && !version.equals(now)) {
            throw Failure.unavailable(
                    "%s now runs in version %s, but ran in %s before; start version %3$s again, or begin a new run"
                            .formatted(model, now, version));
        }
    }

    /** How many calls have begun. */
    synchronized long calls() {
        return calls;
    }

    /** Begins the turn; false when this thread must restart the model first. */
    private synchronized boolean begin(Turn turn) throws InterruptedException {
        int before = attempts;
        waitingToBeAlone += turn.alone ? 1 : 0;
        try {
            while (mustWait(turn)) {
                wait();
                if (attempts != before && refused != null) {
                    throw refused; // the restart that another thread tried would fail here too, after just as long
                }
            }
        } finally {
            waitingToBeAlone -= turn.alone ? 1 : 0;
            notifyAll();
        }
        if (restartRequired) {
            restarting = true;
            return false;
        }
        turn.server = current;
        turn.company = !running.isEmpty();
        running.forEach(other -> other.company = true);
        running.add(turn);
        calls++;
        return true;
    }

    private boolean mustWait(Turn turn) {
        if (restarting) {
            return true;
        }
        if (running.isEmpty()) {
            return !turn.alone && !restartRequired && waitingToBeAlone > 0;
        }
        return restartRequired
                || turn.alone
                || waitingToBeAlone > 0
                || running.size() >= session.inFlight()
                || running.stream().anyMatch(other -> other.alone);
    }

    private synchronized void leave(Turn turn) {
        running.remove(turn);
        notifyAll();
    }

    private void restart() throws InterruptedException {
        boolean done = false;
        Failure failure = null;
        try {
            session.restart();
            requireSameVersion();
            done = true;
        } catch (Failure e) {
            failure = e;
            throw e;
        } finally {
            restarted(done, failure);
        }
    }

    private synchronized void restarted(boolean done, @Nullable Failure failure) {
        restarting = false;
        attempts++;
        refused = failure;
        if (done) {
            current++;
            restartRequired = false;
        }
        notifyAll();
    }
}
