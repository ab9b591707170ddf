package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.run.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking predictions back: what is told before, what is told after, and that serve puts them back. */
class PurgeTest {

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void twoRunsOfWhichTheSecondWroteAMoleculeAgain() {
        scene = new Scene(folder)
                .file("one.csv", "smiles", "CCO", "CCN", "c1ccccc1", "C1")
                .file("two.csv", "smiles", "CCN")
                .after("run" + E + "--run r1 --workers 2 --max-reject-rate 1 --library {dir}/one.csv")
                .after("run" + E + "--run r2 --workers 1 --library {dir}/two.csv");
    }

    @Test
    void withoutYesItOnlyTells() {
        Set<String> before = scene.listing();

        Precalc.Result told = scene.run("purge" + STORE + "--run r1");

        assertThat(told.code()).isZero();
        assertThat(told.err()).isEqualTo("precalc: reading the keys of 2 partitions\n");
        assertThat(scene.steady(told.out()).lines())
                .containsExactly(
                        "run r1, version v1.0.0: 2 partitions, 3 keys",
                        "at most 3 items of sqlite:{dir}/store/predictions.db: costs nothing",
                        "nothing was deleted; this deletes them: precalc purge --model eos3b5e --run r1 --store {dir}/store --yes",
                        "the store keeps its predictions; this puts them back: precalc serve --model eos3b5e --run r1 --store {dir}/store --force");
        assertThat(scene.listing()).isEqualTo(before);
    }

    @Test
    void aTableThatIsNotThereIsSaid() {
        Precalc.Result purged = scene.run("purge" + STORE + "--run r1 --yes --table sqlite:{dir}/none.db");

        assertThat(purged.code()).isZero();
        assertThat(scene.steady(purged.err()))
                .startsWith(
                        "precalc: sqlite:{dir}/none.db holds no table, so there is nothing to delete: correct --table\n");
        assertThat(scene.path("none.db")).doesNotExist();
    }

    @Test
    void theCommandsThatItTellsDeleteAndPutBack() {
        Set<String> before = scene.listing();
        List<String> told =
                scene.run("purge" + STORE + "--run r1 -q").out().lines().toList();

        Precalc.Result purged = scene.run(command(told.get(2)));

        assertThat(purged.code()).isZero();
        assertThat(scene.steady(purged.out()).lines())
                .contains(
                        "deleted 2 items of sqlite:{dir}/store/predictions.db; kept, as another run or version wrote them: 1; not in the table: 0");
        assertThat(scene.run("query" + STORE + "--allow-missing --smiles CCO CCN")
                        .out())
                .contains("CCO,,missing", "CCN,45.085,stored");
        assertThat(scene.run("status" + STORE + "--run r1").out()).startsWith("run r1 of eos3b5e: 2 predicted\n");

        assertThat(scene.run(command(told.get(3))).code()).isZero();
        assertThat(scene.listing()).isEqualTo(before);
    }

    private static String command(String line) {
        return line.substring(line.indexOf(": precalc ") + ": precalc ".length());
    }

    @Test
    void asJsonItIsOneObject() throws JsonProcessingException {
        JsonNode told = json("purge" + STORE + "--format json -q");
        JsonNode done = json("purge" + STORE + "--format json -q --yes");
        JsonNode again = json("purge" + STORE + "--format json -q --yes --run r2");

        String found = "{\"model\":\"eos3b5e\",\"table\":\"sqlite:%s/store/predictions.db\",\"runs\":[\"r2\",\"r1\"],"
                        .formatted(folder)
                + "\"model_versions\":[\"v1.0.0\"],\"partitions\":3,\"keys\":4,\"write_units\":0,\"cost\":0,\"currency\":\"USD\",";
        assertThat(told).hasToString(found + "\"done\":false}");
        assertThat(done).hasToString(found + "\"done\":true,\"deleted\":3,\"others\":0,\"absent\":1,\"capacity\":0}");
        assertThat(again.get("absent").asInt()).isEqualTo(1);
        assertThat(scene.listing()).noneMatch(row -> row.contains(Scene.ETHANOL));
    }

    private JsonNode json(String command) throws JsonProcessingException {
        Precalc.Result result = scene.run(command);
        assertThat(result.code()).as(result.err()).isZero();
        return Json.MAPPER.readTree(result.out());
    }

    @Test
    void otherColumnsAreServedOnceTheVersionIsPurged() {
        scene.file("store/out/eos3b5e/r3/part-0001.csv", "key,input,a,b", Scene.ETHANOL + ",CCO,1,2")
                .file("store/out/eos3b5e/r4/part-0001.csv", "key,input,a", Scene.ETHANOL + ",CCO,1")
                .after("serve" + STORE + "--run r4");
        Precalc.Result refused = scene.run("serve" + STORE + "--run r3");
        assertThat(refused.code()).isEqualTo(ExitCode.INPUT);
        assertThat(refused.err()).contains("precalc purge --model eos3b5e --run r4, with the same --store and --table");

        scene.after("purge" + STORE + "--run r4 --yes").after("serve" + STORE + "--run r3");

        assertThat(scene.run("query" + STORE + "--smiles CCO").out()).startsWith("key,input,a,b,");
    }

    @Test
    void onDynamoDbItTellsUnitsAndMoney() {
        String name = DYNAMODB.freshTable();
        String table = STORE + "--run r1 --table dynamodb:" + name + " ";
        Precalc.Result served = scene.run(DYNAMODB.environment(), "serve" + table);
        assertThat(served.code()).as(served.err()).isZero();

        Precalc.Result told = scene.run(DYNAMODB.environment(), "purge" + table + "-q");
        Precalc.Result purged = scene.run(DYNAMODB.environment(), "purge" + table + "-q --yes");

        assertThat(told.out())
                .contains(
                        "at most 3 items of dynamodb:%s: 3 write units, under 0.01 USD, 1 s or more on a new on-demand table; prices of us-east-1, 2026-11\n"
                                .formatted(name),
                        " --table dynamodb:%s --yes\n".formatted(name));
        assertThat(purged.err()).isEmpty();
        assertThat(purged.out())
                .contains(
                        "deleted 3 items of dynamodb:%s, 3 write units, under 0.01 USD; kept, as another run or version wrote them: 0; not in the table: 0\n"
                                .formatted(name));
        assertThat(DYNAMODB.client().scan(scan -> scan.tableName(name)).items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--run r9 | 65 | no run r9 of eos3b5e in {dir}/store; runs there: [r2, r1]",
                "--model-version v9 | 65 | no partition of version v9 of eos3b5e in {dir}/store; versions there: [v1.0.0]: correct --model-version",
                "--prices {dir}/none.json | 65 | cannot read the prices {dir}/none.json: no such file or folder; correct --prices",
                "--table dynamodb:x | 2 | --table dynamodb:x: expected a name of 3 to 255 characters of A-Z a-z 0-9 _ . -"
            })
    void whatCannotBePurgedIsNamedWithItsRemedy(String option, int code, String message) {
        Precalc.Result refused = scene.run("purge" + STORE + option + " --yes");

        assertThat(scene.steady(refused.err())).isEqualTo("precalc: " + message + System.lineSeparator());
        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    void aTableThatDoesNotAnswerLeavesTheStoreAsItIs() {
        Set<String> before = scene.listing();

        Precalc.Result refused =
                scene.run(DYNAMODB.environment(), "purge" + STORE + "--run r1 --table dynamodb:no-such-table --yes");

        assertThat(refused.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(refused.err()).contains("cannot read dynamodb:no-such-table: no such table in this region");
        assertThat(scene.listing()).isEqualTo(before);
    }
}
