package io.ersilia.precalc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, asked by the official Python client of the Model Context Protocol. */
class AssistantsIT {

    private static final String ETHANOL = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N";

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void predictEthanol() throws Exception {
        Files.writeString(folder.resolve("molecules.csv"), "smiles\nCCO\nCCCCO\n");
        PackagedPrecalc.Result run = new PackagedPrecalc(folder)
                .run(
                        "run",
                        "--model",
                        "eos3b5e",
                        "--runner",
                        "embedded",
                        "--library",
                        "molecules.csv",
                        "--workers",
                        "1");
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static JsonNode answers(String... how) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(Path.of("src/test/python/assistant.py").toAbsolutePath().toString()));
        line.addAll(List.of(how));
        return Json.MAPPER.readTree(PythonTools.behind(
                "ANSWERS ", PythonTools.python(new ProcessBuilder().directory(folder.toFile()), line)));
    }

    @Test
    void itsToolsAnswerOverHttpToWhoeverHasTheKey() throws Exception {
        try (PackagedApi api = PackagedApi.start(
                new PackagedPrecalc(folder).with("PRECALC_API_KEY", "secret"), "sqlite:precalc-data/predictions.db")) {
            isAsTheTableHasIt(answers("http", api.url(), "secret"));
        }
    }

    @Test
    void itsToolsAnswerOverStandardInputAndOutput() throws Exception {
        String jar = requireNonNull(System.getProperty("precalc.jar"), "mvn verify tells where the jar is");

        isAsTheTableHasIt(answers("stdio", "java", jar, "precalc-data"));
    }

    private static void isAsTheTableHasIt(JsonNode answers) {
        assertThat(answers.path("tools")).hasSize(3);
        assertThat(answers.path("read_only").asBoolean()).isTrue();
        assertThat(answers.path("list_models").path("models").findValuesAsText("model_id"))
                .containsExactly("eos3b5e");
        assertThat(answers.path("explain_columns").path("columns").path(0).asText())
                .isEqualTo("mol_weight");
        JsonNode looked = answers.path("lookup_predictions");
        assertThat(looked.path("output").path(0).path("key").asText()).isEqualTo(ETHANOL);
        assertThat(looked.path("output").path(0).path("value").path(0).asDouble())
                .isEqualTo(46.069);
        assertThat(looked.path("output").path(0).has("percentiles")).isTrue();
        assertThat(looked.path("invalid").path(0).path("index").asInt()).isEqualTo(1);
        assertThat(answers.path("by_key").path("output")).hasSize(1);
        assertThat(answers.path("refused").path("error").asBoolean()).isTrue();
        assertThat(answers.path("refused").path("status").asInt()).isEqualTo(404);
    }
}
