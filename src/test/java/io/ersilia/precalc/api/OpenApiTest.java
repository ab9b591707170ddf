package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document itself; {@link ApiContract} compares every answer with it. */
class OpenApiTest {

    private final OpenApiDocument document = read();

    private static OpenApiDocument read() {
        try {
            return OpenApiDocument.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode schema(String name) {
        return document.root().path("components").path("schemas").path(name);
    }

    @Test
    void itHasExactlyThePathsAndMethodsThatAreServed() {
        Set<String> served = new TreeSet<>();
        Arrays.stream(LookupApi.Route.values())
                .filter(route -> !route.method().isEmpty())
                .filter(route -> route != LookupApi.Route.MCP) // a protocol of its own, which describes itself
                .forEach(route -> served.add(route.method() + " " + route.template()));
        Set<String> described = new TreeSet<>();
        document.root()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.root().findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.root().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void itsLimitsAreThoseThatAreKept() {
        JsonNode lookup = schema("Lookup").path("properties");

        for (String array : new String[] {"inputKeyArray", "smilesArray"}) {
            assertThat(lookup.path(array).path("maxItems").asInt()).isEqualTo(ApiLimits.MAX_INPUTS);
        }
        assertThat(lookup.path("smilesArray").path("description").asText())
                .contains(Integer.toString(ApiLimits.MAX_INPUT_CHARS));
        assertThat(lookup.path("from").path("maximum").asInt()).isEqualTo(ApiLimits.MAX_INPUTS - 1);
    }

    @Test
    void itKnowsEveryReason() {
        Set<String> reasons = new TreeSet<>();
        schema("Reason").path("enum").forEach(one -> reasons.add(one.asText()));

        assertThat(reasons)
                .isEqualTo(new TreeSet<>(
                        Arrays.stream(Reason.values()).map(Reason::label).toList()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"index\":0}|[: required property 'input' not found]",
                "{\"index\":-1,\"input\":\"a\"}|[/index: must have a minimum value of 0]",
                "{\"index\":0.5,\"input\":\"a\"}|[/index: number found, integer expected]",
                "{\"index\":0,\"input\":\"a\",\"key\":1}|[: property 'key' is not defined in the schema and the schema does not allow additional properties]",
                "[]|[: array found, object expected]"
            })
    void theComparisonFindsWhatIsWrong(String answer, String faults) throws IOException {
        assertThat(document.faults("/components/schemas/Missing", Json.MAPPER.readTree(answer)))
                .hasToString(faults);
    }
}
