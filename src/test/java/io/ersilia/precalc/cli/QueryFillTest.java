package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code query --fill}: what is missing is predicted, and written only when that is asked for. */
class QueryFillTest {

    private static final String QUERY = "query --model eos3b5e --store {dir}/store ";
    private static final String FILL = QUERY + "--fill --runner embedded ";
    private static final ModelId MODEL = new ModelId("eos3b5e");
    private static final String ETHANOL = Scene.ETHANOL + ",CCO,46.069,stored,CCO,v1.0.0";
    private static final String AMINE = Scene.ETHYLAMINE + ",CCN,45.085,%s,CCN,v1.0.0";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void ethanolIsPredicted() {
        scene = new Scene(folder)
                .file("one.csv", "smiles", "CCO")
                .after("run --model eos3b5e --runner embedded --store {dir}/store --library {dir}/one.csv --run r");
    }

    private PredictionTable table() {
        return new SqliteTable(folder.resolve("store/predictions.db"));
    }

    /** Every file of the store but the table, and every row of that. */
    private String everything() throws IOException {
        StringBuilder all = new StringBuilder(scene.listing().toString());
        try (var files = Files.walk(folder.resolve("store/out"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(file).append(Files.readString(file));
            }
        }
        try (PredictionTable table = table()) {
            all.append(table.model(MODEL));
        }
        return all.toString();
    }

    @Test
    void theAnswerIsTheUnionInTheOrderAskedAndNothingIsWritten() throws IOException {
        String before = everything();

        Precalc.Result result = scene.run(FILL + "--smiles CCN CCO NCC C1 CCN.Cl");

        assertThat(result.out().lines().toList().subList(0, 5))
                .containsExactly(
                        "key,input,mol_weight,status,smiles,model_version,reason",
                        AMINE.formatted("computed") + ",",
                        ETHANOL + ",",
                        Scene.ETHYLAMINE + ",NCC,45.085,computed,CCN,v1.0.0,",
                        ",C1,,invalid,,,\"invalid_smiles: could not parse 'C1', Unclosed ring detected, SMILES may be truncated\"");
        assertThat(result.out().lines().toList().get(5)).contains(",CCN.Cl,81.546,computed,CCN.Cl,v1.0.0");
        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(everything()).isEqualTo(before);
        assertThat(scene.run(QUERY + "--smiles CCN").out()).contains(",missing,");
    }

    @Test
    void allAnsweredIsDone() {
        assertThat(scene.run(FILL + "--smiles CCN CCO").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void asJsonTheComputedOnesSaySo() throws JsonProcessingException {
        JsonNode answer = Json.MAPPER.readTree(
                scene.run(FILL + "-q --format json --smiles CCN CCO").out());

        assertThat(answer.get("output")).hasSize(2);
        assertThat(answer.get("output").get(0).get("computed").asBoolean()).isTrue();
        assertThat(answer.get("output").get(0).get("stale").asBoolean()).isFalse();
        assertThat(answer.get("output").get(1).has("computed")).isFalse();
        assertThat(answer.get("missing")).isEmpty();
    }

    @Test
    void whereNothingIsMissingNoModelIsStarted() {
        Precalc.Result result = scene.run(QUERY + "--fill --runner ersilia --ersilia {dir}/none --smiles CCO C1");

        assertThat(result.out()).contains(ETHANOL);
        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void whereTheModelCannotRunNothingIsPrintedAndTheRemedyIsNamed() {
        Precalc.Result result = scene.run(QUERY + "--fill --runner ersilia --ersilia {dir}/none --smiles CCO CCN");

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("nothing was printed; without --fill the query returns what is stored")
                .doesNotContain("--model-version");
    }

    @Test
    void aModelOfOtherColumnsThanTheStoredIsAnErrorBeforeAnythingIsPrinted() throws InterruptedException {
        try (PredictionTable table = table()) {
            table.save(new ModelRecord(
                    MODEL,
                    "v1.0.0",
                    List.of("a", "b"),
                    new Rank(new RunId("z"), Instant.now().plusSeconds(60), false),
                    true,
                    null,
                    null));
        }

        Precalc.Result result = scene.run(FILL + "--write --smiles CCO CCN");

        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("has the columns [mol_weight], but the stored predictions have [a, b]");
        assertThat(scene.listing().toString()).doesNotContain(Scene.ETHYLAMINE);
    }

    @Test
    void theVersionThatRunsIsTheTablesUnlessAnotherIsNamed() {
        try (PredictionTable table = table()) {
            table.save(Items.full("v9", "z", 100_000));
        }

        Precalc.Result refused = scene.run(FILL + "--smiles CCN");
        Precalc.Result named = scene.run(FILL + "--model-version v1.0.0 --write --smiles CCN");

        assertThat(refused.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(refused.err()).contains("version v9 is current in sqlite:", "--model-version names another");
        assertThat(named.out()).contains(AMINE.formatted("computed"));
        assertThat(named.err()).contains("of version v1.0.0, but v9 is current in the table");
        assertThat(scene.run(QUERY + "--smiles CCN").out()).contains(AMINE.formatted("stale"));
    }

    @Test
    void writtenTheyAreStoredAndTheRunsRecordStays() {
        Precalc.Result result = scene.run(FILL + "--write --smiles CCO CCN");

        assertThat(result.out()).contains(AMINE.formatted("computed"));
        assertThat(result.err())
                .contains("1 prediction and 0 rejects are now in sqlite:")
                .containsPattern("as run query-\\d{8}T\\d{6}Z");
        assertThat(scene.run(QUERY + "--smiles CCO CCN").out()).contains(ETHANOL, AMINE.formatted("stored"));
        try (PredictionTable table = table()) {
            assertThat(table.model(MODEL).orElseThrow().run().value()).isEqualTo("r");
            assertThat(table.model(MODEL).orElseThrow().items()).isEqualTo(1);
        }
        assertThat(scene.run("status --model eos3b5e --store {dir}/store").out())
                .startsWith("run r of eos3b5e");
        assertThat(scene.run("finish --model eos3b5e --store {dir}/store --verify all")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void aTableThatKnowsNothingOfTheModelLearnsItsColumns() {
        Precalc.Result result = scene.run(FILL + "--write --table sqlite:{dir}/new.db --smiles CCN");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(scene.run(QUERY + "--table sqlite:{dir}/new.db --smiles CCN").out())
                .contains(AMINE.formatted("stored"));
        assertThat(scene.run("serve --model eos3b5e --run r --store {dir}/store --table sqlite:{dir}/new.db")
                        .code())
                .isEqualTo(ExitCode.DONE);
        try (PredictionTable table = new SqliteTable(folder.resolve("new.db"))) {
            assertThat(table.model(MODEL).orElseThrow().columns()).containsExactly("mol_weight");
            assertThat(table.model(MODEL).orElseThrow().run().value()).isEqualTo("r"); // not the query's
        }
    }

    @Test
    void aPurgeOfTheRunLeavesThemAlone() {
        scene.run(FILL + "--write --smiles CCN");

        assertThat(scene.run("purge --model eos3b5e --store {dir}/store --yes").code())
                .isEqualTo(ExitCode.DONE);
        assertThat(scene.listing().toString()).contains(Scene.ETHYLAMINE).doesNotContain(Scene.ETHANOL + " ");
    }

    @Test
    void theEmbeddedModelDoesNotWriteToDynamoDb() {
        Precalc.Result result = scene.run(FILL + "--write --table dynamodb:everybodys --smiles CCN");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("does not write to dynamodb:everybodys; --force writes there anyway");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            query --fill --store {dir}/store --smiles CCN                        | --fill without --model
            query -m eos3b5e --store {dir}/store --fill QUSNBJAOOMFDIB-UHFFFAOYSA-N | --fill with the InChIKey QUSNBJAOOMFDIB-UHFFFAOYSA-N: no model predicts from a key
            query -m eos3b5e --store {dir}/store --write --smiles CCN            | --write without --fill
            query -m eos3b5e --store {dir}/store --runner embedded --smiles CCN  | --runner without --fill
            query -m eos3b5e --store {dir}/store --model-version v1 --smiles CCN | --model-version without --fill
            query -m eos3b5e --store {dir}/store --fill --missing {dir}/m.csv --smiles CCN | m.csv and --fill exclude each other: leave one out
            query -m eos3b5e --fill --write --api http://127.0.0.1:9 --smiles CCN | --write with --api
            query -m eos3b5e --store {dir}/store --fill --runner http --smiles CCO | --runner http needs the URL
            query -m eos4e40 --store {dir}/store --fill --runner embedded --batch-size 0 --smiles CCO | --batch-size 0: expected
            """)
    void whatCannotBeMeantIsWrongUsage(String command, String message) {
        Precalc.Result result = scene.run(command);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }

    @Test
    void variablesForOtherCommandsDoNotDisturbAQueryThatFillsNothing() {
        Map<String, String> environment =
                Map.of("PRECALC_RUNNER", "embedded", "PRECALC_MODEL_VERSION", "v1.0.0", "PRECALC_FORCE", "true");

        assertThat(scene.run(environment, QUERY + "--smiles CCO").code()).isZero();
        assertThat(scene.run(environment, QUERY + "--smiles CCN --fill").code()).isZero();
    }
}
