package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The OpenAPI document, and whether answers are what it says. */
final class OpenApiDocument {

    private static final String ID = "https://localhost/openapi.json";

    private final JsonNode root;
    private final SchemaRegistry schemas;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
        Dialect.Builder strict = Dialect.builder(Dialects.getOpenApi31())
                .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance()); // so that a misspelt word fails
        root.fieldNames().forEachRemaining(part -> strict.keyword(new NonValidationKeyword(part)));
        this.schemas = SchemaRegistry.withDialect(strict.build(), with -> with.schemas(Map.of(ID, root.toString())));
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
        String operation = route.template().replace("~", "~0").replace("/", "~1") + "/"
                + route.method().toLowerCase(Locale.ROOT);
        String response = "/paths/%s/responses/%d".formatted(operation, status);
        String reference = root.at(response).path("$ref").asText();
        String content = (reference.isEmpty() ? response : reference.substring(1)) + "/content";
        assertThat(root.at(content).has(type))
                .as("%s may answer %s as %s", route, status, type)
                .isTrue();
        assertThat(faults(content + "/" + type.replace("/", "~1") + "/schema", Json.MAPPER.readTree(body)))
                .isEmpty();
    }

    /** What of the value is not as the schema at that place of the document says. */
    List<String> faults(String schema, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(ID + "#" + schema)).validate(value).stream()
                .map(Error::toString)
                .toList();
    }
}
