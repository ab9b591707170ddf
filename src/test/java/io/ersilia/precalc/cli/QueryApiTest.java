package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code query --api}: what a table would answer, asked of an API that has it. */
class QueryApiTest {

    private static final String ABSENT = "RYYVLZVUVIJVGH-UHFFFAOYSA-N";
    private static final String REJECTED = "OKKJLVBELUTLKV-UHFFFAOYSA-N";
    private static final Map<String, String> KEY = Map.of("PRECALC_API_KEY", "hush");

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);
    private @Nullable ServedTable served;

    @BeforeEach
    void ethanolIsServed() throws InterruptedException {
        scene = new Scene(folder)
                .file("one.csv", "smiles", "CCO")
                .after("run --model eos3b5e --runner embedded --store {dir}/store --library {dir}/one.csv");
        try (PredictionTable table = new SqliteTable(folder.resolve("store/predictions.db"))) {
            Items.write(table, List.of(Items.rejection(new InchiKey(REJECTED), Reason.MODEL_FAILED)));
        }
        served = new ServedTable(folder.resolve("store/predictions.db"), "hush");
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(served).close();
    }

    private String url() {
        return Objects.requireNonNull(served).url();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m eos3b5e LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
                "-m eos3b5e LFQSCWFLJHTTHZ-UHFFFAOYSA-N RYYVLZVUVIJVGH-UHFFFAOYSA-N nope",
                "-m eos3b5e --format json LFQSCWFLJHTTHZ-UHFFFAOYSA-N RYYVLZVUVIJVGH-UHFFFAOYSA-N nope",
                "-m eos3b5e --allow-missing --smiles CCO OCC CCN C1 CCO.Cl CC[O-].[Na+]",
                "-m eos3b5e --format json --smiles CCO OCC CCN C1 CCO.Cl CC[O-].[Na+]",
                "-m eos3b5e nope",
                "LFQSCWFLJHTTHZ-UHFFFAOYSA-N RYYVLZVUVIJVGH-UHFFFAOYSA-N nope LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
                "--format json LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
                "--format json LFQSCWFLJHTTHZ-UHFFFAOYSA-N nope",
                "--format json --smiles OCC CCN",
                "OKKJLVBELUTLKV-UHFFFAOYSA-N LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
                "--format json OKKJLVBELUTLKV-UHFFFAOYSA-N",
                "-m eos3b5e --fill --runner embedded --smiles CCO CCN"
            })
    void theAnswerIsThatOfTheTable(String question) {
        Precalc.Result table = scene.run("query --store {dir}/store " + question);

        assertThat(scene.run(KEY, "query --api " + url() + " " + question)).isEqualTo(table);
        assertThat(table.out()).isNotEmpty();
    }

    @Test
    void whatIsMissingIsWrittenAsALibrary() throws Exception {
        Precalc.Result result =
                scene.run(KEY, "query -m eos3b5e --missing {dir}/m.csv --smiles CCO CCN NCC --api " + url());

        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(Files.readString(folder.resolve("m.csv"))).isEqualTo("key,smiles\n" + Scene.ETHYLAMINE + ",CCN\n");
    }

    @Test
    void theParentOfAMissingSaltIsNamedInTheLastColumn() {
        assertThat(scene.run(KEY, "query -m eos3b5e --api " + url() + " --smiles CC[O-].[Na+] CCO CCN.Cl")
                        .out()
                        .lines())
                .satisfiesExactly(
                        header -> assertThat(header)
                                .isEqualTo("key,input,mol_weight,status,smiles,model_version,reason,parent_key"),
                        salt -> assertThat(salt)
                                .endsWith(",CC[O-].[Na+],,missing,,,no prediction is stored," + Scene.ETHANOL),
                        ethanol -> assertThat(ethanol).endsWith(",46.069,stored,CCO,v1.0.0,,"),
                        other -> assertThat(other).endsWith(",CCN.Cl,,missing,,,no prediction is stored,"));
    }

    @Test
    void inAllModelsAMoleculeThatWasOnlyRejectedIsNotCalledMissing() {
        Precalc.Result result = scene.run(KEY, "query --api " + url() + " " + REJECTED + " " + ABSENT);

        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(result.out().lines().skip(1))
                .containsExactly(
                        "%1$s,%1$s,eos3b5e,,,rejected,,model_failed".formatted(REJECTED),
                        "%1$s,%1$s,,,,missing,,no prediction is stored".formatted(ABSENT));
    }

    @Test
    void aModelThatNobodyKnowsIsSaidToBeSo() {
        Precalc.Result result = scene.run(KEY, "query -m eos4e40 --api " + url() + " " + Scene.ETHANOL);

        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(result.out()).contains(Scene.ETHANOL + ",missing,");
        assertThat(result.err()).contains(url() + " has no predictions of eos4e40");
    }

    @ParameterizedTest
    @CsvSource({"wrong, correct the key in PRECALC_API_KEY", "'', set PRECALC_API_KEY to the API's key"})
    void theKeyComesFromTheEnvironment(String key, String remedy) {
        Precalc.Result result =
                scene.run(Map.of("PRECALC_API_KEY", key), "query -m eos3b5e --api " + url() + " " + ABSENT);

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(result.err()).contains(url() + " answers 403", remedy).doesNotContain("wrong)");
    }

    @Test
    void theKeyIsNotSentInTheClear() {
        Precalc.Result result = scene.run(KEY, "query -m eos3b5e --api http://example.org " + ABSENT);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("unencrypted: use https with --api").doesNotContain("hush");
    }

    @Test
    void onTheCommandLineOnlyOneCanBeAsked() {
        Precalc.Result result = scene.run(
                KEY, "query -m eos3b5e --table sqlite:{dir}/store/predictions.db --api " + url() + " " + ABSENT);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--api %s and --table sqlite:".formatted(url()));
    }

    @Test
    void aPasswordInAUrlIsNotRepeatedWhateverElseIsWrong() {
        Precalc.Result result =
                scene.run(KEY, "query -m eos3b5e --table sqlite:x --api https://me:hush@example.org " + ABSENT);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).doesNotContain("hush");
    }

    @Test
    void whatIsOnTheCommandLineBeatsTheEnvironment() {
        String question = "query -q -m eos3b5e --format json " + Scene.ETHANOL;

        assertThat(scene.run(
                                Map.of(
                                        "PRECALC_API_KEY",
                                        "hush",
                                        "PRECALC_TABLE",
                                        "sqlite:" + folder.resolve("none.db")),
                                question + " --api " + url())
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(scene.run(
                                Map.of("PRECALC_API", "http://127.0.0.1:1"),
                                question + " --table sqlite:{dir}/store/predictions.db")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(scene.run(
                                Map.of("PRECALC_API", url(), "PRECALC_API_KEY", "hush", "PRECALC_STORE", "nowhere"),
                                question)
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void aTextThatIsNoUrlIsWrongUsage() {
        Precalc.Result result = scene.run(KEY, "query -m eos3b5e --api example.org " + ABSENT);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--api example.org: expected the URL of a lookup API");
    }
}
