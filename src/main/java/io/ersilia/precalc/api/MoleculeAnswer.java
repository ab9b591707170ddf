package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.ersilia.precalc.api.TableLookup.ModelPrediction;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One molecule in all models.
 *
 * @param smiles the stored spelling; null if nothing is stored
 * @param rejected models before {@code next} that have no value for the molecule; not shown if there are none
 * @param next the model with which the next answer continues; null, and not shown, if this is all
 */
public record MoleculeAnswer(
        @Nullable String key,
        @Nullable String smiles,
        List<InModel> predictions,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<Rejected> rejected,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelId next) {

    /**
     * The molecule's prediction by one model.
     *
     * @param percentiles for each value, the share of the library's values that are lower, 0 to 100, or null; null, and not
     *     shown, if not asked for
     * @param stale true if the prediction is not from the model's current version; null, and not shown, otherwise
     * @param deterministic false if the model may answer differently the next time; null, and not shown, otherwise
     */
    public record InModel(
            ModelId modelId,
            List<String> columns,
            @JsonUnwrapped Meaning meaning,

            @JsonDeserialize(contentUsing = AnswerValue.class)
            List<@Nullable Object> value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<@Nullable BigDecimal> percentiles,

            @Nullable String modelVersion,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean stale,

            RunId runId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean deterministic) {}

    /** A model that has no value for the molecule. */
    public record Rejected(
            ModelId modelId, Reason reason, @Nullable String modelVersion, RunId runId) {}

    /** All that was found, in one answer. */
    public static MoleculeAnswer of(LookupInput asked, List<ModelPrediction> found) {
        return page(asked, found, Integer.MAX_VALUE);
    }

    /** The predictions found, as many as fit, but at least one if there is any. */
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
        ModelId next = fitting.size() == predicted.size()
                ? null
                : predicted.get(fitting.size()).item().model();
        return new MoleculeAnswer(
                asked.key() == null ? null : asked.key().value(),
                Stream.concat(predicted.stream(), found.stream())
                        .findFirst()
                        .map(first -> first.item().smiles())
                        .orElse(null),
                fitting,
                found.stream()
                        .map(ModelPrediction::item)
                        .filter(item -> next == null || item.model().compareTo(next) < 0)
                        .flatMap(item -> rejected(item).stream())
                        .toList(),
                next);
    }

    private static Optional<Rejected> rejected(Item item) {
        return Optional.ofNullable(item.rejected())
                .map(reason -> new Rejected(item.model(), reason, item.modelVersion(), item.run()));
    }

    private static InModel inModel(ModelPrediction prediction) {
        return new InModel(
                prediction.item().model(),
                prediction.columns(),
                prediction.meaning(),
                PredictionsAnswer.json(prediction.item().values()),
                prediction.percentiles(),
                prediction.item().modelVersion(),
                prediction.stale() ? Boolean.TRUE : null,
                prediction.item().run(),
                prediction.deterministic() ? null : Boolean.FALSE);
    }
}
