package io.ersilia.precalc.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what the hub's cards say about models, by the hub's own field names. */
public final class CardFacts {

    private CardFacts() {}

    /**
     * The facts of a card.
     *
     * @param card gives the values of the named field; none if it is absent
     */
    public static ModelFacts of(Function<String, List<String>> card) {
        List<String> outputType = card.apply("Output Type"); // cards since 2025 use the other name
        return new ModelFacts(
                text(card.apply("Title")),
                text(card.apply("Description")),
                text(card.apply("Interpretation")),
                text(card.apply("Task")),
                text(outputType.isEmpty() ? card.apply("Output") : outputType),
                text(card.apply("Output Consistency")),
                card.apply("Tag"),
                text(card.apply("License")),
                text(card.apply("Publication")),
                text(card.apply("Source Code")),
                List.of());
    }

    /** The facts in a document that is a card or has one under {@code card} or {@code metadata}; it may list columns too. */
    public static ModelFacts of(JsonNode document) {
        return of(field -> texts(document, field))
                .withColumns(columns(document.path("columns").path("run")));
    }

    /** The values of a field of a card, or of a document that has one under {@code card} or {@code metadata}. */
    public static List<String> texts(JsonNode document, String field) {
        for (JsonNode place : List.of(document, document.path("card"), document.path("metadata"))) {
            List<String> texts = texts(place.path(field));
            if (!texts.isEmpty()) {
                return texts;
            }
        }
        return List.of();
    }

    /** The first value of such a field; null if it has none. */
    public static @Nullable String text(JsonNode document, String field) {
        return texts(document, field).stream().findFirst().orElse(null);
    }

    /** The whole number in such a field; null if it has none. */
    public static @Nullable Integer number(JsonNode document, String field) {
        for (JsonNode place : List.of(document, document.path("card"), document.path("metadata"))) {
            if (place.path(field).isInt()) {
                return place.path(field).asInt();
            }
        }
        return null;
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (one.isTextual() && !one.asText().isBlank()) {
                texts.add(one.asText().strip());
            }
        }
        return texts;
    }

    /** Reads one list per fact, each with an entry per column. */
    private static List<ColumnFacts> columns(JsonNode lists) {
        List<ColumnFacts> columns = new ArrayList<>();
        for (int i = 0; i < lists.path("name").size(); i++) {
            String name = text(texts(lists.path("name").path(i)));
            if (name != null) {
                columns.add(new ColumnFacts(
                        name,
                        ColumnFacts.Type.of(text(texts(lists.path("type").path(i)))),
                        ColumnFacts.Direction.of(
                                text(texts(lists.path("direction").path(i)))),
                        text(texts(lists.path("description").path(i))),
                        text(texts(lists.path("unit").path(i)))));
            }
        }
        return columns;
    }

    private static @Nullable String text(List<String> values) {
        return values.isEmpty() ? null : String.join(", ", values);
    }
}
