package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.opencsv.CSVReaderHeaderAware;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code query} answers what {@code lookups.json} says, as the Python client does. */
class QueryContractTest {

    private static JsonNode contract = Json.MAPPER.nullNode();

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void predictTheLibrary() throws IOException {
        contract = Json.MAPPER.readTree(Files.readString(Path.of("src/test/resources/reference/lookups.json")));
        new Scene(folder)
                .file(
                        "library.csv",
                        items(contract.path("library"))
                                .map(row ->
                                        row.path(0).asText() + "," + row.path(1).asText())
                                .toArray(String[]::new))
                .after("run --model eos3b5e --runner embedded --store {dir}/store --library {dir}/library.csv"
                        + " --max-reject-rate 1");
    }

    private static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Stream<JsonNode> lookups() {
        return items(contract.path("lookups"));
    }

    @ParameterizedTest
    @MethodSource("lookups")
    void everyClientGetsTheSameAnswers(JsonNode lookup) throws Exception {
        boolean areSmiles = lookup.has("smiles");
        List<String> asked = items(lookup.path(areSmiles ? "smiles" : "keys"))
                .map(JsonNode::asText)
                .toList();
        Scene scene = new Scene(folder)
                .file(
                        "asked.csv",
                        Stream.concat(
                                        Stream.of((areSmiles ? "smiles" : "inchikey") + ",n"),
                                        IntStream.range(0, asked.size()).mapToObj(i -> '"' + asked.get(i) + "\"," + i))
                                .toArray(String[]::new));

        String answer = scene.run("query --model eos3b5e --store {dir}/store --input {dir}/asked.csv --allow-missing")
                .out();

        try (CSVReaderHeaderAware rows = new CSVReaderHeaderAware(new StringReader(answer))) {
            for (JsonNode expected : lookup.path("rows")) {
                Map<String, String> row = rows.readMap();
                assertThat(row).isNotNull();
                for (String name : List.of("key", "mol_weight", "status", "smiles", "model_version")) {
                    assertThat(row.get(name))
                            .as("%s of %s", name, row)
                            .isEqualTo(expected.path(name).asText());
                }
                assertThat(row.get("reason")).startsWith(expected.path("reason").asText());
            }
            assertThat(rows.readMap()).isNull();
        }
    }
}
