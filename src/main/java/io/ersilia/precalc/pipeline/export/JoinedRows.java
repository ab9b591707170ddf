package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.prediction.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one row of all that the models say about a molecule. Of each model its last row counts, as in the table. */
final class JoinedRows {

    /** Where the values of each kept column are: its place in the row, by source. */
    private final List<List<Integer>> places = new ArrayList<>();

    private final int width;
    private final long[] predictions;

    JoinedRows(DatasetColumns columns, int sources) {
        this.width = columns.all().size();
        this.predictions = new long[sources];
        for (int source = 0; source < sources; source++) {
            List<Integer> of = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                if (columns.all().get(i).source() == source) {
                    of.add(i + DatasetColumns.FIRST.size());
                }
            }
            places.add(of);
        }
    }

    /** The row of the key; empty if no model predicts it. */
    Optional<List<Value>> join(String key, List<SourceRow> rows) {
        @Nullable SourceRow[] last = new SourceRow[predictions.length];
        rows.forEach(row -> last[row.source()] = row);
        List<Value> cells = new ArrayList<>(Collections.nCopies(width + DatasetColumns.FIRST.size(), Value.MISSING));
        String input = null;
        for (SourceRow row : last) {
            if (row != null && row.isPrediction()) {
                predictions[row.source()]++;
                input = input == null ? row.input() : input;
                List<Integer> at = places.get(row.source());
                for (int i = 0; i < at.size(); i++) {
                    cells.set(at.get(i), row.values().get(i));
                }
            }
        }
        if (input == null) {
            return Optional.empty();
        }
        cells.set(0, Value.text(key));
        cells.set(1, Value.text(input));
        return Optional.of(cells);
    }

    /** Molecules that the model predicts. */
    long predictions(int source) {
        return predictions[source];
    }
}
