package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current version of a model.
 *
 * @param items number of predictions in the table; null until the run is finished
 * @param facts what the author says about the model
 */
record ModelAnswer(
        ModelId modelId,
        List<String> columns,
        RunId runId,
        @Nullable String modelVersion,
        @Nullable Long items,

        @JsonUnwrapped ModelFacts facts) {

    static ModelAnswer of(ModelRecord model) {
        return new ModelAnswer(
                model.model(), model.columns(), model.run(), model.version(), model.items(), model.facts());
    }
}
