package io.ersilia.precalc.stats;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a model's predictions, {@code meta/<model>.stats.json}, from the run that {@code meta/<model>.json}
 * describes.
 *
 * @param rows the number of predictions counted
 * @param columns in the order of the model
 * @param without the numbers of the partitions without statistics
 */
public record ModelStats(
        ModelId modelId,
        RunId run,
        @Nullable String modelVersion,
        long rows,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ColumnStats> columns,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Integer> without) {

    public ModelStats {
        columns = List.copyOf(columns);
        without = List.copyOf(without);
    }
}
