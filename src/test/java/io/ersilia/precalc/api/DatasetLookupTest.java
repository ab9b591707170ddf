package io.ersilia.precalc.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.KeyedDataset;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.store.folder.FileSource;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A dataset of all models of a table, in the form that {@code export} gives it; {@code QueryFromTest} has export's own. */
class DatasetLookupTest implements PredictionSourceContract {

    private static final int MOST_COLUMNS = 64;

    @TempDir
    private Path folder = Path.of("");

    private final MemoryTable table = new MemoryTable();

    @Override
    public PredictionTable table() {
        return table;
    }

    @Override
    public PredictionSource source() {
        Path data = folder.resolve("predictions.parquet");
        Path rejects = folder.resolve("rejects.parquet");
        try {
            predictions(
                    data,
                    table.models(null, Integer.MAX_VALUE).stream()
                            .map(model -> table.model(model.model()).orElseThrow())
                            .toList());
            rejects(rejects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DatasetLookup(new KeyedDataset(new FileSource(data), new FileSource(rejects)));
    }

    private void predictions(Path file, List<ModelRecord> models) throws IOException {
        List<DataColumn> columns = new ArrayList<>(List.of(DataColumn.always("key"), DataColumn.always("input")));
        ObjectNode said = Json.MAPPER.createObjectNode();
        ArrayNode saidOfModels = said.putArray("models");
        ArrayNode saidOfColumns = said.putArray("columns");
        columns.forEach(column -> saidOfColumns.addObject().put("name", column.name()));
        for (ModelRecord model : models) {
            ObjectNode one = Json.MAPPER.valueToTree(model.facts().withColumns(List.of()));
            saidOfModels.add(one.put("model", model.model().value())
                    .put("run", model.run().value())
                    .put("model_version", model.version())
                    .put("deterministic", model.deterministic()));
            Map<String, ColumnFacts> facts =
                    model.facts().columnFacts().stream().collect(Collectors.toMap(ColumnFacts::name, one2 -> one2));
            for (String name : model.columns()) {
                String inFile = models.size() > 1 ? model.model() + "." + name : name;
                columns.add(DataColumn.of(inFile, DataType.TEXT));
                ColumnFacts known = facts.get(name);
                ObjectNode column = known == null ? saidOfColumns.addObject() : Json.MAPPER.valueToTree(known);
                column.put("name", inFile);
                if (known != null) {
                    saidOfColumns.add(column);
                }
            }
        }
        int listed = columns.size() - 2 > MOST_COLUMNS ? columns.size() - 2 : 0;
        Map<String, List<Item>> rows = table.items().stream()
                .filter(item -> item.rejected() == null)
                .collect(Collectors.groupingBy(item -> item.key().value(), TreeMap::new, Collectors.toList()));
        try (RowFile out = DatasetFormat.PARQUET
                .form()
                .create(file, new Schema(columns, listed, rows.size()), FileLayout.sortedBy("key"))) {
            for (Map.Entry<String, List<Item>> row : rows.entrySet()) {
                List<Value> cells = new ArrayList<>(List.of(
                        Value.text(row.getKey()),
                        Value.text(row.getValue().get(0).smiles())));
                for (ModelRecord model : models) {
                    cells.addAll(row.getValue().stream()
                            .filter(item -> item.model().equals(model.model()))
                            .findFirst()
                            .map(Item::values)
                            .orElseGet(() -> Stream.generate(() -> Value.MISSING)
                                    .limit(model.columns().size())
                                    .toList()));
                }
                out.write(cells.stream().map(DatasetLookupTest::text).toList());
            }
            out.describe("precalc", Json.text(said));
        }
    }

    private static Value text(Value value) {
        return value.kind() == Value.Kind.NUMBER ? Value.text(value.text()) : value;
    }

    private void rejects(Path file) throws IOException {
        List<DataColumn> columns = Stream.of("model", "key", "input", "reason")
                .map(name -> DataColumn.of(name, DataType.TEXT))
                .toList();
        try (RowFile out = DatasetFormat.PARQUET.form().create(file, new Schema(columns, 0, 1), FileLayout.UNSORTED)) {
            for (Item item : table.items()) {
                if (item.rejected() != null) {
                    out.write(Stream.of(
                                    item.model().value(),
                                    item.key().value(),
                                    item.smiles(),
                                    item.rejected().label())
                            .map(Value::text)
                            .toList());
                }
            }
        }
    }
}
