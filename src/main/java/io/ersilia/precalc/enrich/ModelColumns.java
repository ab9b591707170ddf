package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.PredictionSource.CurrentModel;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.run.ModelId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is added to each record about one model: {@code <model>.<column>} for each of its columns, then its status, version and,
 * for a record without a prediction, the reason.
 *
 * @param current what lookups saw at the beginning
 */
record ModelColumns(ModelId model, CurrentModel current) {

    private List<String> columns() {
        return current.columns();
    }

    List<String> names() {
        return Stream.concat(columns().stream(), Stream.of("status", "model_version", "reason"))
                .map(column -> model + "." + column)
                .toList();
    }

    /**
     * The added cells of each input, in the order asked.
     *
     * @param counts takes the status of each
     */
    List<List<String>> cells(PredictionsAnswer answer, Map<LookupStatus, Long> counts) {
        return answer.rows().stream()
                .map(row -> {
                    LookupStatus status = LookupStatus.of(row);
                    counts.merge(status, 1L, Long::sum);
                    return Stream.concat(values(row), Stream.of(status.word(), version(row), row.why()))
                            .toList();
                })
                .toList();
    }

    private Stream<String> values(Row row) {
        return row instanceof Found found
                ? found.texts(columns()).stream()
                : Collections.nCopies(columns().size(), "").stream();
    }

    private static String version(Row row) {
        return row instanceof Found found && found.modelVersion() != null ? found.modelVersion() : "";
    }
}
