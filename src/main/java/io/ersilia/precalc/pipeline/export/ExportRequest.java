package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.dataset.Where;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset should hold.
 *
 * @param models in the order of their columns; with several, every column is called {@code <model>.<column>}
 * @param run of the one model; null for the newest complete one
 * @param partial whether an incomplete run is taken as far as it goes
 * @param columns the wanted ones, by their names in the dataset; all if empty
 * @param explode whether many columns of one type stay columns instead of becoming one list
 */
public record ExportRequest(
        List<ModelId> models,
        @Nullable RunId run,
        boolean partial,
        DatasetFormat format,
        List<String> columns,
        Where where,
        boolean explode) {

    public ExportRequest {
        models = List.copyOf(models);
        columns = List.copyOf(columns);
        if (models.isEmpty() || models.stream().distinct().count() != models.size()) {
            throw new IllegalArgumentException("not models to export: %s, name each once".formatted(models));
        }
        if (run != null && models.size() > 1) {
            throw new IllegalArgumentException(
                    "--run %s is of one model: leave it out with --models, which takes the newest run of each"
                            .formatted(run));
        }
    }

    /** A name for the dataset: the models in their order. */
    public String name() {
        return models.stream().map(ModelId::value).collect(Collectors.joining("_"));
    }

    boolean isWide() {
        return models.size() > 1;
    }
}
