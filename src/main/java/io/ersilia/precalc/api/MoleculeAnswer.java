package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ersilia.precalc.api.TableLookup.ModelPrediction;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One molecule in all models.
 *
 * @param next the model with which the next answer continues; null, and not shown, if this is all
 */
public record MoleculeAnswer(
        @Nullable String key,
        @Nullable String smiles,
        List<InModel> predictions,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelId next) {

    /**
     * Its prediction by one model.
     *
     * @param deterministic false if the model may answer differently the next time; null, and not shown, otherwise
     */
    public record InModel(
            ModelId modelId,
            List<String> columns,
            List<@Nullable Object> value,
            @Nullable String modelVersion,
            RunId runId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean deterministic) {}

    /** All that was found, in one answer. */
    public static MoleculeAnswer of(LookupInput asked, List<ModelPrediction> found) {
        return page(asked, found, Integer.MAX_VALUE);
    }

    /** What was found, as far as it fits; at least one prediction where there is one. */
    static MoleculeAnswer page(LookupInput asked, List<ModelPrediction> found, int mostBytes) {
        List<ModelPrediction> predicted = found.stream()
                .filter(prediction -> prediction.item().rejected() == null)
                .toList();
        List<InModel> fitting = new ArrayList<>();
        ByteBudget room = new ByteBudget(mostBytes);
        for (ModelPrediction prediction : predicted) {
            InModel one = inModel(prediction);
            if (mostBytes < Integer.MAX_VALUE && !room.take(one) && !fitting.isEmpty()) {
                break;
            }
            fitting.add(one);
        }
        return new MoleculeAnswer(
                asked.key() == null ? null : asked.key().value(),
                predicted.isEmpty() ? null : predicted.get(0).item().smiles(),
                fitting,
                fitting.size() == predicted.size()
                        ? null
                        : predicted.get(fitting.size()).item().model());
    }

    private static InModel inModel(ModelPrediction prediction) {
        return new InModel(
                prediction.item().model(),
                prediction.columns(),
                PredictionsAnswer.json(prediction.item().values()),
                prediction.item().modelVersion(),
                prediction.item().run(),
                prediction.deterministic() ? null : Boolean.FALSE);
    }
}
