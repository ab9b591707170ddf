package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ModelId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way to run models of the hub. */
public interface ModelRunner {

    /** The runner's name on the command line and in manifests. */
    String name();

    /** The version that would run, if that is known without starting anything. */
    Optional<String> version(ModelId model);

    /** The memory in GB that the model needs according to its card; empty if no card here says. */
    default Optional<Integer> memoryGb(ModelId model) {
        return Optional.empty();
    }

    /**
     * Checks whether models can run here, without starting any.
     *
     * @return what runs them, in words for a person
     * @throws io.ersilia.precalc.run.Failure of kind UNAVAILABLE if that is missing, too old or does not answer
     */
    default String look() throws InterruptedException {
        return "nothing is needed";
    }

    /**
     * Checks the same before a run is planned, but waits if what runs models may still be starting.
     *
     * @throws io.ersilia.precalc.run.Failure of kind UNAVAILABLE if that is missing, too old or does not answer
     */
    default void require() throws InterruptedException {
        look();
    }

    /**
     * Checks whether the model is here already, without fetching or starting it.
     *
     * @return what is known about it, in words for a person
     * @throws io.ersilia.precalc.run.Failure of kind UNAVAILABLE if another model is in its place
     */
    default String look(ModelId model) throws InterruptedException {
        return version(model).map("it is version %s"::formatted).orElse("its version is unknown until it is started");
    }

    /** How many slices of a run one session can answer side by side; 1 if one slice keeps it busy. */
    default int slicesAtOnce() {
        return 1;
    }

    /**
     * Fetches the model if it is absent and starts it.
     *
     * @param version the version that must run; null for the newest
     * @throws io.ersilia.precalc.run.Failure of kind MODEL when it cannot be fetched or started, UNAVAILABLE when the
     *     program is missing or the model there is another version
     */
    ModelSession start(ModelId model, @Nullable String version) throws InterruptedException;
}
