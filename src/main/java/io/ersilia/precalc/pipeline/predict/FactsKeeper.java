package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a started model's author says about it, once a run. Nothing of this may fail a prediction. */
final class FactsKeeper {

    private static final Logger log = LoggerFactory.getLogger(FactsKeeper.class);

    private FactsKeeper() {}

    static void keep(CheckedModel model, RunStore store, Plan plan) throws InterruptedException {
        try {
            if (store.facts(plan.model(), plan.run()).isPresent()) {
                return;
            }
            ModelFacts facts = model.facts();
            if (!facts.isEmpty()) {
                store.recordFacts(plan.model(), plan.run(), facts);
            }
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.STOPPED) {
                throw e;
            }
            log.warn("the facts about {} are not kept with run {}: {}", plan.model(), plan.run(), e.getMessage());
        } catch (RuntimeException e) { // whatever a card contains that no one thought of
            log.warn("the facts about {} are not kept with run {}: {}", plan.model(), plan.run(), e.toString());
        }
    }
}
