package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up the molecules of a run in the table, many at a time, and passes on what the table has for each. */
final class TableSide {

    private static final Logger log = LoggerFactory.getLogger(TableSide.class);

    private static final int AT_ONCE = 1000;

    /** Receives each molecule. */
    interface PairConsumer {

        /**
         * Takes the rows of both for one molecule.
         *
         * @param inTable null if the table does not have it
         * @param inRun as the run has it
         */
        void accept(@Nullable SourceRow inTable, SourceRow inRun) throws IOException;
    }

    private final PredictionTable table;
    private final ModelRecord current;
    private final PairConsumer consumer;
    private final List<SourceRow> asked = new ArrayList<>();
    private final Map<String, List<String>> columnsByVersion = new HashMap<>();
    private long ofOtherColumns;

    /** @param current the record whose items are compared */
    TableSide(PredictionTable table, ModelRecord current, PairConsumer consumer) {
        this.table = table;
        this.current = current;
        this.consumer = consumer;
    }

    void ask(SourceRow inRun) throws IOException {
        asked.add(inRun);
        if (asked.size() == AT_ONCE) {
            answer();
        }
    }

    /** Passes on the last molecules. */
    void end() throws IOException {
        answer();
        if (ofOtherColumns > 0) {
            log.warn(
                    "{} of the table {} another version with other columns: taken as not there",
                    Words.many(ofOtherColumns, "item"),
                    ofOtherColumns == 1 ? "is of" : "are of");
        }
    }

    private void answer() throws IOException {
        List<InchiKey> keys = asked.stream().map(row -> new InchiKey(row.key())).toList();
        Map<String, SourceRow> found = new HashMap<>();
        for (Item item : table.items(current, keys)) {
            if (item.rejected() == null && !columns(item.modelVersion()).equals(current.columns())) {
                ofOtherColumns++;
            } else {
                found.put(
                        item.key().value(),
                        new SourceRow(item.key().value(), 0, item.rejected() == null, item.smiles(), item.values()));
            }
        }
        for (SourceRow row : asked) {
            consumer.accept(found.get(row.key()), row);
        }
        asked.clear();
    }

    private List<String> columns(@Nullable String version) {
        return columnsByVersion.computeIfAbsent(
                Objects.toString(version, ""),
                unknown -> Objects.equals(version, current.version())
                        ? current.columns()
                        : table.model(current.model(), version)
                                .map(ModelRecord::columns)
                                .orElse(List.of()));
    }
}
