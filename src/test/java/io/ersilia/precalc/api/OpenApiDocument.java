package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The OpenAPI document, and whether answers are what it says; it knows the words of JSON Schema that are used there. */
final class OpenApiDocument {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "enum",
            "const",
            "pattern",
            "description",
            "oneOf",
            "default",
            "$ref");

    private final JsonNode root;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
    }

    static OpenApiDocument read() throws IOException {
        try (InputStream in = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream("/openapi.json"))) {
            return new OpenApiDocument(Json.MAPPER.readTree(in));
        }
    }

    JsonNode root() {
        return root;
    }

    /** Asserts that the operation may answer so. */
    void describes(LookupApi.Route route, int status, String type, String body) throws IOException {
        JsonNode responses = root.path("paths")
                .path(route.template())
                .path(route.method().toLowerCase(java.util.Locale.ROOT))
                .path("responses");
        JsonNode content = resolve(responses.path(Integer.toString(status))).path("content");
        assertThat(content.has(type))
                .as("%s may answer %s as %s", route, status, type)
                .isTrue();
        assertThat(faults(content.path(type).path("schema"), Json.MAPPER.readTree(body), "answer"))
                .isEmpty();
    }

    /** What of the value is not as the schema says. */
    List<String> faults(JsonNode schemaOrReference, JsonNode value, String where) {
        JsonNode schema = resolve(schemaOrReference);
        List<String> faults = new ArrayList<>();
        schema.fieldNames().forEachRemaining(word -> assertThat(KNOWN).contains(word));
        if (schema.has("type") && !types(schema.path("type")).contains(type(value))) {
            faults.add("%s is %s, not %s".formatted(where, type(value), schema.path("type")));
            return faults;
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            faults.add("%s is not %s".formatted(where, schema.path("const")));
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.path("pattern").asText())
                        .matcher(value.asText())
                        .find()) {
            faults.add("%s is '%s'".formatted(where, value.asText()));
        }
        if (schema.has("enum") && !values(schema.path("enum")).contains(value.asText())) {
            faults.add("%s is '%s'".formatted(where, value.asText()));
        }
        if (value.isNumber()
                && (value.asLong() < schema.path("minimum").asLong(Long.MIN_VALUE)
                        || value.asLong() > schema.path("maximum").asLong(Long.MAX_VALUE))) {
            faults.add("%s is %s".formatted(where, value));
        }
        if (value.isArray()) {
            if (value.size() < schema.path("minItems").asInt(0)) {
                faults.add("%s is too short".formatted(where));
            }
            for (int i = 0; i < value.size(); i++) {
                faults.addAll(faults(schema.path("items"), value.get(i), where + "[" + i + "]"));
            }
        }
        if (value.isObject() && schema.has("properties")) {
            values(schema.path("required")).stream()
                    .filter(name -> !value.has(name))
                    .forEach(name -> faults.add("%s has no %s".formatted(where, name)));
            value.fieldNames().forEachRemaining(name -> {
                if (schema.path("properties").has(name)) {
                    faults.addAll(faults(schema.path("properties").path(name), value.path(name), where + "." + name));
                } else {
                    faults.add("%s has %s".formatted(where, name));
                }
            });
        }
        return faults;
    }

    private JsonNode resolve(JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        JsonNode target = root.at(node.path("$ref").asText().substring(1));
        assertThat(target.isMissingNode()).as("%s leads nowhere", node).isFalse();
        return target;
    }

    private static Set<String> types(JsonNode type) {
        Set<String> types = type.isArray() ? values(type) : Set.of(type.asText());
        if (!types.contains("number")) {
            return types;
        }
        Set<String> all = new TreeSet<>(types);
        all.add("integer");
        return all;
    }

    private static Set<String> values(JsonNode array) {
        Set<String> values = new TreeSet<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "string";
        };
    }
}
