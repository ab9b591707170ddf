package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ItemWriter.Written;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import io.ersilia.precalc.words.Words;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered for molecules without a prediction, outside of any planned run.
 *
 * @param run the name under which the table keeps the items, if it does
 * @param modelVersion null when unknown
 * @param columns names of the values
 * @param deterministic whether the model answers the same each time
 * @param rows what became of each molecule, as serve would judge it
 * @param items what the table would store of them
 */
public record Filled(
        ModelId model,
        RunId run,
        @Nullable String modelVersion,
        List<String> columns,
        boolean deterministic,
        Map<InchiKey, ParsedRow> rows,
        List<Item> items) {

    public Filled {
        columns = List.copyOf(columns);
        rows = Map.copyOf(rows);
        items = List.copyOf(items);
    }

    /**
     * Writes the items to the table, rejects included; beside a published run, where lookups find them. If the table does
     * not know the version's columns, they are saved first, ranked as the oldest sample possible, so that the record of any
     * run replaces them.
     */
    public Written write(PredictionTable table) {
        Optional<ModelRecord> current = table.model(model);
        Optional<ModelRecord> known = current.filter(one -> Objects.equals(one.version(), modelVersion))
                .or(() -> table.model(model, modelVersion));
        known.ifPresent(this::requireSameColumns);
        if (known.isEmpty()) {
            table.save(new ModelRecord(
                    model, modelVersion, columns, new Rank(run, Instant.EPOCH, true), deterministic, null, null));
        }
        try (ItemWriter writer = table.holding(current.orElse(null)).writer()) {
            return write(writer);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    private Written write(ItemWriter writer) throws InterruptedException {
        try {
            for (Item item : items) {
                writer.write(item);
            }
            return writer.finish();
        } catch (Failure failure) {
            throw failure.with("%s of %s are not in the table"
                    .formatted(
                            Words.count(items.size() - writer.written().items()),
                            Words.many(items.size(), "computed item")));
        }
    }

    private void requireSameColumns(ModelRecord known) {
        if (!known.columns().equals(columns)) {
            throw Failure.input(
                    "version %s of %s has the columns %s in the table, but the model has %s: nothing was written; purge that version first, or omit --write"
                            .formatted(modelVersion, model, known.columns(), columns));
        }
    }
}
