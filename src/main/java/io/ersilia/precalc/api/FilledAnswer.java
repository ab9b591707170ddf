package io.ersilia.precalc.api;

import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model said just now about molecules that were missing in an answer.
 *
 * @param version of the model; null when unknown
 * @param columns names of the values
 * @param mayVary whether the model may say something else the next time
 * @param rows by the key of the molecule
 */
public record FilledAnswer(
        @Nullable String version, List<String> columns, boolean mayVary, Map<InchiKey, ParsedRow> rows) {

    public FilledAnswer {
        columns = List.copyOf(columns);
        rows = Map.copyOf(rows);
    }

    /**
     * Both together: what was stored and what was computed, each at its position.
     *
     * @param ranks of the version that computed, by which numbers get percentiles; empty for none
     */
    public PredictionsAnswer union(PredictionsAnswer stored, List<LookupInput> asked, Optional<LibraryRanks> ranks) {
        List<Row> rowsInOrder = new ArrayList<>();
        rowsInOrder.addAll(stored.output());
        rowsInOrder.addAll(stored.invalid());
        rowsInOrder.addAll(stored.rejected());
        stored.missing().forEach(one -> rowsInOrder.add(row(one, asked.get(one.index()), ranks)));
        rowsInOrder.sort(Comparator.comparingInt(Row::index));
        return PredictionsAnswer.of(
                stored.modelId(), columns, stored.meaning(), rowsInOrder, mayVary || stored.mayVary(), null);
    }

    private Row row(Missing missing, LookupInput molecule, Optional<LibraryRanks> ranks) {
        InchiKey key = molecule.key();
        ParsedRow said = key == null ? null : rows.get(key);
        if (said instanceof ParsedRow.Valid valid) {
            List<@Nullable Object> values = PredictionsAnswer.json(valid.values());
            return new Found(
                    missing.index(),
                    missing.input(),
                    valid.key().value(),
                    valid.input(),
                    values,
                    version,
                    false,
                    null,
                    Boolean.TRUE,
                    ranks.map(known -> known.percentiles(columns, values)).orElse(null));
        }
        return said instanceof ParsedRow.Rejected rejected
                ? new Rejected(missing.index(), missing.input(), key == null ? "" : key.value(), rejected.reason())
                : missing;
    }
}
