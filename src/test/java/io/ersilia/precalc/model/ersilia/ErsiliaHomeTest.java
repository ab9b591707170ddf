package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErsiliaHomeTest {

    private static final ModelId MODEL = new ModelId("eos3b5e");

    private final Path dest;
    private final ErsiliaHome home;

    ErsiliaHomeTest(@TempDir Path folder) throws IOException {
        home = ErsiliaHome.in(folder);
        dest = Files.createDirectories(folder.resolve("eos/dest/eos3b5e"));
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "status.json          | {\"done\": true}                        | true",
                "status.json          | {\"done\": false}                       | false",
                "status.json          | {\"do                                   | false",
                "from_dockerhub.json  | {\"docker_hub\": true}                  | true",
                "from_dockerhub.json  | {\"docker_hub\": false}                 | false",
                "from_hosted.json     | {\"hosted\": true, \"url\": \"http://x\"} | true",
                "from_hosted.json     | {\"hosted\": false}                     | false"
            })
    void knowsAFetchedModelByItsFiles(String file, String json, boolean fetched) throws IOException {
        Files.writeString(dest.resolve(file), json);

        assertThat(home.isFetched(MODEL)).isEqualTo(fetched);
    }

    @Test
    void readsTheCardFromJsonYamlOrTheInformationFile() throws IOException {
        assertThat(home.card(MODEL)).isEqualTo(ModelCard.NONE);

        Files.writeString(
                dest.resolve("information.json"),
                "{\"card\": {\"Release\": \"v1.0.0\", \"Output Consistency\": \"Variable\", \"Memory Gb\": 4}}");
        assertThat(home.card(MODEL)).isEqualTo(new ModelCard("v1.0.0", null, false, 4));

        Files.writeString(
                dest.resolve("metadata.yml"),
                "Title: Solubility in water\nRelease: 'v2.0.0' # newest\nOutput Consistency: Fixed\r\nMemory Gb: 8\n");
        assertThat(home.card(MODEL)).isEqualTo(new ModelCard("v2.0.0", "Solubility in water", true, 8));

        Files.writeString(
                dest.resolve("metadata.json"),
                "{\"Release\": \"v3.0.0\", \"Title\": \"Solubility\", \"Memory Gb\": \"much\"}");
        assertThat(home.card(MODEL)).isEqualTo(new ModelCard("v3.0.0", "Solubility", true, null));
    }

    @Test
    void readsTheColumnsInTheirOrder() throws IOException {
        assertThat(home.columns(MODEL)).isEmpty();

        Path columns = dest.resolve("model/framework/columns/run_columns.csv");
        Files.createDirectories(columns.getParent());
        Files.writeString(columns, "name,type,direction,description\nb,float,,\"x, y\"\na,float,,\n");

        assertThat(home.columns(MODEL)).contains(List.of("b", "a"));
    }

    @Test
    void knowsWhatTheFilesOfARealModelSay() throws IOException {
        Path model = Path.of(System.getProperty("basedir", ""), "src/test/ersilia/eos0mas");
        Files.copy(model.resolve("metadata.yml"), dest.resolve("metadata.yml"));
        Path columns = dest.resolve("model/framework/columns/run_columns.csv");
        Files.createDirectories(columns.getParent());
        Files.copy(model.resolve("model/framework/columns/run_columns.csv"), columns);

        assertThat(home.facts(MODEL))
                .isEqualTo(new ModelFacts(
                        "Masses of molecules, for tests",
                        "Molecular weight, number of heavy atoms and polar surface of a molecule, computed by RDKit. It"
                                + " misbehaves on demand.",
                        "Exact values, to be compared with those of another program.",
                        "Annotation",
                        "Value",
                        "Fixed",
                        List.of("Molecular weight"),
                        "MIT",
                        "https://www.rdkit.org",
                        "https://www.rdkit.org",
                        List.of(
                                new ColumnFacts(
                                        "mol_weight", ColumnFacts.Type.FLOAT, null, "Molecular weight in g/mol", null),
                                new ColumnFacts(
                                        "heavy_atoms",
                                        ColumnFacts.Type.INTEGER,
                                        null,
                                        "Number of atoms other than hydrogen",
                                        null),
                                new ColumnFacts(
                                        "polar_surface",
                                        ColumnFacts.Type.FLOAT,
                                        null,
                                        "Topological polar surface in square ångström",
                                        null))));
    }

    @Test
    void knowsWhatTheInformationFileOfAnImageSays() throws IOException {
        Files.writeString(dest.resolve("metadata.json"), "{\"Title\": \"Newer title\", \"Tag\": [");
        Files.writeString(dest.resolve("information.json"), """
                {"card": {"Title": "Title", "Tag": ["a", " ", 7, "b"], "Output Type": ["Float", "Integer"],
                          "Output": ["Score"], "License": "None of ours"},
                 "columns": {"run": {"name": ["x", "", "z"], "type": ["integer", "float", "real"],
                                     "direction": ["high", null], "description": ["An x", 3, null]}}}
                """);

        assertThat(home.facts(MODEL))
                .isEqualTo(new ModelFacts(
                        "Title",
                        null,
                        null,
                        null,
                        "Float, Integer",
                        null,
                        List.of("a", "b"),
                        "None of ours",
                        null,
                        null,
                        List.of(
                                new ColumnFacts(
                                        "x", ColumnFacts.Type.INTEGER, ColumnFacts.Direction.HIGH, "An x", null),
                                new ColumnFacts("z", null, null, null, null))));
    }

    @Test
    void knowsNothingOfAModelWithoutFiles() throws IOException {
        assertThat(home.facts(MODEL)).isEqualTo(ModelFacts.NONE);
        Files.write(dest.resolve("metadata.yml"), new byte[5 << 20]);
        assertThat(home.facts(MODEL)).as("no card has five megabytes").isEqualTo(ModelFacts.NONE);
    }

    @ParameterizedTest
    @CsvSource({"-1 http://127.0.0.1:80 eos3b5e_1a2b", "abc http://127.0.0.1:80 -"})
    void servesInAContainerWithoutProcess(String note, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("eos3b5e.pid"), note + "\n");

        assertThat(ServerNote.read(file)).contains(new ServerNote(null, URI.create("http://127.0.0.1:80")));
    }

    @ParameterizedTest
    @CsvSource({"12345", "12345 None -", "''"})
    void servesNothingWithoutAnAddress(String note, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("eos3b5e.pid"), note);

        assertThat(ServerNote.read(file)).isEmpty();
    }
}
