package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models of a table, by id.
 *
 * @param next the model with which the next answer continues; null, and not shown, if this is all
 */
record ModelsAnswer(
        List<Listed> models,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelId next) {

    /** How many models an answer has at most. */
    static final int MOST = 100;

    /**
     * A model to choose from.
     *
     * @param title null, and not shown, if unknown
     * @param items number of predictions in the table; null until the run is finished
     * @param created when the model's run was planned
     */
    record Listed(
            ModelId modelId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String title,

            List<String> columns,
            @Nullable Long items,
            @Nullable String modelVersion,
            RunId runId,
            Instant created) {

        static Listed of(ModelRecord model) {
            return new Listed(
                    model.model(),
                    model.facts().title(),
                    model.columns(),
                    model.items(),
                    model.version(),
                    model.run(),
                    model.created());
        }
    }

    /** The models from the given one on, as many as fit, but at least one if there is any. */
    static ModelsAnswer page(PredictionTable table, @Nullable ModelId from, int mostBytes) {
        List<ModelRecord> found = table.models(from, MOST + 1);
        List<Listed> fitting = new ArrayList<>();
        ByteBudget room = new ByteBudget(mostBytes);
        for (ModelRecord model : found) {
            Listed one = Listed.of(model);
            if (fitting.size() == MOST || (!room.take(one) && !fitting.isEmpty())) {
                break;
            }
            fitting.add(one);
        }
        return new ModelsAnswer(
                fitting,
                fitting.size() == found.size()
                        ? null
                        : found.get(fitting.size()).model());
    }
}
