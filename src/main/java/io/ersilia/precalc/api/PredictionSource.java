package io.ersilia.precalc.api;

import io.ersilia.precalc.run.ModelId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whoever can be asked which predictions there are: a table at hand, or the lookup API of one elsewhere. */
public interface PredictionSource {

    /** How a person names it. */
    String name();

    /** The predictions of one model, under the inputs as they were asked; empty when nothing is known of the model. */
    Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> asked);

    /** One molecule in all models. */
    MoleculeAnswer inAllModels(LookupInput asked);

    /** What is current of the model; empty when nothing is known of it. */
    Optional<CurrentModel> current(ModelId model);

    /**
     * The version that predictions are measured by: those of others are stale.
     *
     * @param version null when nobody knows
     * @param columns names of the output columns
     */
    record CurrentModel(@Nullable String version, List<String> columns) {
        public CurrentModel {
            columns = List.copyOf(columns);
        }
    }
}
