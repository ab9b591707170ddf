package io.ersilia.precalc.api;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source of stored predictions: a table, an exported dataset, or a remote lookup API. */
public interface PredictionSource {

    /** How the user names it. */
    String name();

    /** The predictions of one model for the inputs; empty when the model is unknown. */
    Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> asked);

    /** Molecules in all models, in the order asked; all at once, where that takes fewer requests. */
    List<MoleculeAnswer> inAllModels(List<LookupInput> asked);

    /** The current version of the model; empty when the model is unknown. */
    Optional<CurrentModel> current(ModelId model);

    /**
     * How the numbers of the model's current version are distributed in the library; empty when that is not known here, or
     * no one asked for percentiles.
     */
    default Optional<LibraryRanks> ranks(ModelId model) {
        return Optional.empty();
    }

    /**
     * The current version of a model: predictions of other versions are stale.
     *
     * @param version null when unknown
     * @param columns names of the output columns
     * @param run that lookups see; null where it is not said
     */
    record CurrentModel(
            @Nullable String version,
            List<String> columns,
            @Nullable RunId run) {
        public CurrentModel {
            columns = List.copyOf(columns);
        }
    }
}
