package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run's first worker learned about the model. Predictions do not depend on it. */
public final class KnownFacts {

    private static final Logger log = LoggerFactory.getLogger(KnownFacts.class);

    private KnownFacts() {}

    /** The facts; none for a run of an earlier version, an imported run, or one whose file of facts is broken. */
    public static ModelFacts of(RunStore store, ModelId model, RunId run) {
        try {
            return store.facts(model, run).orElse(ModelFacts.NONE);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.INPUT) {
                throw e;
            }
            log.warn("nothing is known of {}: {}", model, e.getMessage());
            return ModelFacts.NONE;
        }
    }
}
