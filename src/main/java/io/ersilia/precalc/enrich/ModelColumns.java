package io.ersilia.precalc.enrich;

import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.run.ModelId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is added to each record about one model: {@code <model>.<column>} for each of its columns, then its status, version and,
 * for a record without a prediction, the reason.
 */
record ModelColumns(ModelId model, List<String> columns) {

    List<String> names() {
        return Stream.concat(columns.stream(), Stream.of("status", "model_version", "reason"))
                .map(column -> model + "." + column)
                .toList();
    }

    /**
     * The added cells of each input, in the order asked.
     *
     * @param counts takes the status of each
     */
    List<List<String>> cells(PredictionsAnswer answer, int inputs, Map<LookupStatus, Long> counts) {
        List<List<String>> cells = new ArrayList<>(Collections.nCopies(inputs, List.of()));
        for (PredictionsAnswer.Found one : answer.output()) {
            String version = one.modelVersion() == null ? "" : one.modelVersion();
            set(cells, one.index(), one.texts(columns), LookupStatus.of(one), version, "", counts);
        }
        answer.rejected()
                .forEach(one -> without(
                        cells, one.index(), LookupStatus.REJECTED, one.reason().label(), counts));
        answer.missing().forEach(one -> without(cells, one.index(), LookupStatus.MISSING, "", counts));
        answer.invalid().forEach(one -> without(cells, one.index(), LookupStatus.INVALID, one.reason(), counts));
        return cells;
    }

    private void without(
            List<List<String>> cells, int index, LookupStatus status, String reason, Map<LookupStatus, Long> counts) {
        set(cells, index, Collections.nCopies(columns.size(), ""), status, "", reason, counts);
    }

    private static void set(
            List<List<String>> cells,
            int index,
            List<String> values,
            LookupStatus status,
            String version,
            String reason,
            Map<LookupStatus, Long> counts) {
        cells.set(
                index,
                Stream.concat(values.stream(), Stream.of(status.word(), version, reason))
                        .toList());
        counts.merge(status, 1L, Long::sum);
    }
}
