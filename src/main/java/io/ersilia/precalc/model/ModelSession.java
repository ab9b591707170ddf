package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ModelFacts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A running model. Whoever starts it closes it; afterwards none of its processes is left. */
public interface ModelSession extends AutoCloseable {

    /** The model's version; null when unknown. */
    @Nullable
    String modelVersion();

    /** The version of the program that runs the model; null when it has none. */
    @Nullable
    String runnerVersion();

    /** Whether the model's card says that it always answers the same for the same molecule. */
    boolean deterministic();

    /**
     * Sends all molecules in one call. The texts must be trimmed, not empty and distinct.
     *
     * @throws ModelCallException when there is no answer, or one that does not fit what was sent
     */
    ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException;

    /** The title on the model's card; null when unknown. */
    default @Nullable String title() {
        return null;
    }

    /** Everything the model's author says about it, as far as this runner can know; may ask the server. */
    default ModelFacts facts() throws InterruptedException {
        return ModelFacts.NONE;
    }

    /** The model's processes on this machine as far as they can be seen, apart from descendants of this process. */
    default Set<ProcessHandle> processes() {
        return Set.of();
    }

    /** How many threads may call at once. */
    default int inFlight() {
        return 1;
    }

    /** Whether the model's server seems to be alive. */
    boolean isAlive();

    /** What a person can do when the model runs but answers nothing; empty when that is unknown. */
    default String remedy() {
        return "";
    }

    /** Starts the model again, on a fresh server. */
    void restart() throws InterruptedException;

    /** The last bytes of the model's own log, at most {@code limit} of them. */
    byte[] logTail(int limit);

    @Override
    void close();

    /** Starts the model of a session. */
    @FunctionalInterface
    interface Opening<S extends ModelSession> {
        void open(S session) throws InterruptedException;
    }

    /** Opens the session; if that fails, closes it, so that it leaves nothing behind. */
    static <S extends ModelSession> S opened(S session, Opening<S> opening) throws InterruptedException {
        try {
            opening.open(session);
            return session;
        } catch (InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }
}
