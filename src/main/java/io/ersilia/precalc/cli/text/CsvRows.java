package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The objects of a JSON answer as rows of CSV: a column for each field, {@code a.b} for a field of a field, empty where one has none. */
public final class CsvRows {

    private CsvRows() {}

    public static String of(JsonNode objects) {
        List<Map<String, String>> rows = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (JsonNode object : objects) {
            Map<String, String> row = new LinkedHashMap<>();
            fill(row, "", object);
            columns.addAll(row.keySet());
            rows.add(row);
        }
        return QueryTable.csv(
                List.copyOf(columns),
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> row.getOrDefault(column, ""))
                                .toList())
                        .toList());
    }

    private static void fill(Map<String, String> row, String prefix, JsonNode object) {
        object.properties().forEach(field -> {
            String column = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                fill(row, column + ".", value);
            } else {
                row.put(column, value.isNull() ? "" : value.isContainerNode() ? value.toString() : value.asText());
            }
        });
    }
}
