package io.ersilia.precalc.api;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source of stored predictions: a table, an exported dataset, or a remote lookup API. */
public interface PredictionSource {

    /** The source's name, as the user gave it. */
    String name();

    /** The predictions of one model for the inputs; empty if the model is unknown. */
    Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> asked);

    /** Molecules in all models, in the order asked; all at once if that takes fewer requests. */
    List<MoleculeAnswer> inAllModels(List<LookupInput> asked);

    /** The current version of the model; empty if the model is unknown. */
    Optional<CurrentModel> current(ModelId model);

    /**
     * How the numbers of the model's current version are distributed in the library; empty if that is not known here, or if
     * percentiles were not asked for.
     */
    default Optional<LibraryRanks> ranks(ModelId model) {
        return Optional.empty();
    }

    /**
     * The current version of a model: predictions of other versions are stale.
     *
     * @param version null if unknown
     * @param columns names of the output columns
     * @param run the run that lookups see; null if the source does not say
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
