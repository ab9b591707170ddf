package io.ersilia.precalc.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The description of a dataset that its file contains.
 *
 * @param models in the order of their ids
 * @param where the condition that its rows satisfy; empty if it has all rows
 */
record DatasetDescription(List<DatasetModel> models, String where) {

    private static final String NAME = "precalc";

    DatasetDescription {
        models = List.copyOf(models);
    }

    /**
     * Reads the description.
     *
     * @throws Failure of kind INPUT if it is missing or incomplete
     */
    static DatasetDescription of(String file, KeyedRows rows) {
        String text = rows.said(NAME).orElseThrow(() -> refusal(file, "has no metadata '%s'".formatted(NAME)));
        try {
            JsonNode said = Json.MAPPER.readTree(text);
            List<JsonNode> columns = new ArrayList<>();
            one(file, said, "columns").forEach(columns::add);
            List<String> inFile = rows.columns();
            List<DatasetModel> models = new ArrayList<>();
            JsonNode all = one(file, said, "models");
            for (JsonNode model : all) {
                models.add(model(file, model, all.size() > 1, columns, inFile));
            }
            models.sort(Comparator.comparing(DatasetModel::id));
            return new DatasetDescription(models, said.path("where").asText(""));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw refusal(file, "has metadata '%s' that cannot be read".formatted(NAME));
        }
    }

    /** @param isWide whether each column's name begins with that of its model */
    private static DatasetModel model(
            String file, JsonNode said, boolean isWide, List<JsonNode> columns, List<String> inFile)
            throws JsonProcessingException {
        ModelId id = new ModelId(one(file, said, "model").asText());
        String prefix = isWide ? id + "." : "";
        List<String> names = new ArrayList<>();
        List<ColumnFacts> facts = new ArrayList<>();
        for (JsonNode column : columns.subList(Math.min(2, columns.size()), columns.size())) { // after key and input
            String name = one(file, column, "name").asText();
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
                facts.add(facts(column, name.substring(prefix.length())));
            }
        }
        List<String> own = names.stream().map(prefix::concat).toList();
        List<String> places = inFile.containsAll(own) ? own : List.of(Schema.LIST);
        if (!inFile.containsAll(places) || !inFile.containsAll(List.of("key", "input"))) {
            throw refusal(file, "lacks columns that its metadata '%s' names".formatted(NAME));
        }
        ModelFacts about = Json.MAPPER.treeToValue(said, ModelFacts.class);
        return new DatasetModel(
                id,
                new RunId(one(file, said, "run").asText()),
                said.path("model_version").textValue(),
                said.path("deterministic").asBoolean(true),
                about.withColumns(
                        facts.stream().filter(DatasetDescription::isSaid).toList()),
                names,
                places);
    }

    private static ColumnFacts facts(JsonNode column, String name) {
        return new ColumnFacts(
                name,
                ColumnFacts.Type.of(column.path("type").textValue()),
                ColumnFacts.Direction.of(column.path("direction").textValue()),
                column.path("description").textValue(),
                column.path("unit").textValue());
    }

    /** Whether the author says anything besides the type, which is taken from the values. */
    private static boolean isSaid(ColumnFacts facts) {
        return facts.direction() != null || facts.description() != null || facts.unit() != null;
    }

    private static JsonNode one(String file, JsonNode said, String name) {
        JsonNode one = said.path(name);
        if (one.isMissingNode() || one.isNull()) {
            throw refusal(file, "has metadata '%s' without '%s'".formatted(NAME, name));
        }
        return one;
    }

    private static Failure refusal(String file, String what) {
        return Failure.input(
                "%s %s, which export writes: name a file of precalc export".formatted(Printable.of(file), what));
    }
}
