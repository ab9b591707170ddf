package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing becomes a library, and is there once that is predicted. */
class QueryMissingTest {

    private static final String QUERY = "query --model eos3b5e --store {dir}/store ";
    private static final String ETHANOL = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N";
    private static final String ETHYLAMINE = "QUSNBJAOOMFDIB-UHFFFAOYSA-N";
    private static final String BENZENE = "UHOVQNZJYSORNB-UHFFFAOYSA-N";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void ethanolIsPredicted() {
        scene = new Scene(folder)
                .file("one.csv", "smiles", "CCO")
                .file("asked.csv", "name,smiles", "a,CCO", "b,CCN", "c,no molecule", "d,c1ccccc1", "e,NCC")
                .after("run --model eos3b5e --runner embedded --store {dir}/store --library {dir}/one.csv");
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    @Test
    void eachMissingMoleculeIsWrittenOnceAndTheCommandToldPredictsThem() throws IOException {
        Precalc.Result asked = scene.run(QUERY + "--input {dir}/asked.csv --missing {dir}/missing.csv");

        assertThat(asked.code()).isEqualTo(3);
        assertThat(lines("missing.csv")).containsExactly("key,smiles", ETHYLAMINE + ",CCN", BENZENE + ",c1ccccc1");
        assertThat(scene.steady(asked.err()))
                .contains("{dir}/missing.csv has the 2 molecules without a prediction; this predicts them:"
                        + " precalc run --model eos3b5e --library {dir}/missing.csv --store {dir}/store");

        assertThat(scene.run("run --model eos3b5e --library {dir}/missing.csv --store {dir}/store --runner embedded")
                        .code())
                .isZero();
        Precalc.Result again = scene.run(QUERY + "--input {dir}/asked.csv --missing {dir}/missing.csv");
        assertThat(again.out().lines().map(line -> line.split(",", -1)[3]))
                .containsExactly("status", "stored", "stored", "invalid", "stored", "stored");
        assertThat(lines("missing.csv")).containsExactly("key,smiles");
        assertThat(again.err()).contains("has no molecule: none is missing");
    }

    @Test
    void aKeyAloneCannotBePredicted() {
        Precalc.Result asked = scene.run(QUERY + ETHANOL + " --missing {dir}/missing.csv");

        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("no model predicts from a key; give --smiles, or a file with a column smiles");
        assertThat(folder.resolve("missing.csv")).doesNotExist();
    }

    @Test
    void withoutAModelNothingIsMissing() {
        Precalc.Result asked = scene.run("query --store {dir}/store --smiles CCO --missing {dir}/missing.csv");

        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("--missing without --model");
    }

    @Test
    void aFolderIsNoPlaceForThem() {
        Precalc.Result asked = scene.run(QUERY + "--smiles CCN --missing {dir}");

        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("is a folder: name a file in it with --missing");
    }
}
