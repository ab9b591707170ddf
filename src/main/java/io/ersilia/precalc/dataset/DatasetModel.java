package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model whose predictions a dataset contains.
 *
 * @param version null if unknown
 * @param deterministic whether the model answers the same for the same molecule
 * @param columns names of its values, in order
 * @param columnsInFile the file's columns that hold the values: one for each, or a single list
 */
public record DatasetModel(
        ModelId id,
        RunId run,
        @Nullable String version,
        boolean deterministic,
        ModelFacts facts,
        List<String> columns,
        List<String> columnsInFile) {

    public DatasetModel {
        columns = List.copyOf(columns);
        columnsInFile = List.copyOf(columnsInFile);
    }
}
