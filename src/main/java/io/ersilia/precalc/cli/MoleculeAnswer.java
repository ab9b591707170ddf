package io.ersilia.precalc.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ersilia.precalc.api.Asked;
import io.ersilia.precalc.api.Lookup.ModelPrediction;
import io.ersilia.precalc.api.LookupAnswer;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One molecule in all models, as the API answers it. */
record MoleculeAnswer(@Nullable String key, @Nullable String smiles, List<InModel> predictions) {

    /**
     * Its prediction by one model.
     *
     * @param deterministic false where the model may answer otherwise the next time; null, and not shown, where it does not
     */
    record InModel(
            ModelId modelId,
            List<String> columns,
            List<@Nullable Object> value,
            @Nullable String modelVersion,
            RunId runId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean deterministic) {}

    static MoleculeAnswer of(Asked asked, List<ModelPrediction> found) {
        List<ModelPrediction> predicted = found.stream()
                .filter(prediction -> prediction.item().rejected() == null)
                .toList();
        return new MoleculeAnswer(
                asked.key() == null ? null : asked.key().value(),
                predicted.isEmpty() ? null : predicted.get(0).item().smiles(),
                predicted.stream().map(MoleculeAnswer::inModel).toList());
    }

    private static InModel inModel(ModelPrediction prediction) {
        List<@Nullable Object> values = new ArrayList<>();
        prediction.item().values().forEach(value -> values.add(LookupAnswer.json(value)));
        return new InModel(
                prediction.item().model(),
                prediction.columns(),
                values,
                prediction.item().modelVersion(),
                prediction.item().run(),
                prediction.deterministic() ? null : Boolean.FALSE);
    }
}
