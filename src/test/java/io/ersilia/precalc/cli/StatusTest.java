package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a run is, in text and JSON, and the serving of what status names. */
class StatusTest {

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void fourSlicesOfWhichTwoArePredictedAndOneIsServed() {
        scene = new Scene(folder)
                .file("lib.csv", "smiles", "CCO", "CCN", "c1ccccc1", "C1")
                .after("plan" + E + "--run r --workers 4")
                .after("predict" + E + "--run r --worker 2 --workers 4")
                .after("predict" + E + "--run r --worker 4 --workers 4")
                .after("serve" + STORE + "--worker 2")
                .bytes("store/out/eos3b5e/r/checkpoints/0003/batch-000000002-000000003.json", "{}");
    }

    @Test
    void tellsCountsSlicesAndWhatToDo() {
        Precalc.Result status = scene.run("status" + STORE);

        assertThat(status.code()).isZero();
        assertThat(status.err()).isEmpty();
        assertThat(scene.steady(status.out()).lines())
                .containsExactly(
                        "run r of eos3b5e: 1 missing, 1 predicting, 1 predicted, 1 served",
                        "worker       rows  predicted   rejected     served  state",
                        "     1          1          0          0          0  missing",
                        "     2          1          1          0          1  served",
                        "     3          1          0          0          0  predicting, 1 row in finished batches",
                        "     4          1          0          1          0  predicted",
                        "to do: all that is left, on this machine: precalc run --model eos3b5e --run r --runner embedded"
                                + " --store {dir}/store",
                        "to do: predict 2 slices (1, 3), e.g. the first: precalc predict --model eos3b5e --run r --worker 1"
                                + " --workers 4 --runner embedded --store {dir}/store",
                        "to do: serve 1 partition (4): precalc serve --model eos3b5e --run r --store {dir}/store",
                        "to do: finish, once all are served: precalc finish --model eos3b5e --run r --store {dir}/store");
    }

    @Test
    void whatItTellsToDoIsDoneByThoseCommands() {
        for (int step = 0; step < 10; step++) {
            List<String> toDo = scene.run("status" + STORE)
                    .out()
                    .lines()
                    .filter(line -> line.startsWith("to do: ") && !line.contains(": precalc run "))
                    .toList();
            if (toDo.isEmpty()) {
                break;
            }
            String first = toDo.get(0);
            scene.run(first.substring(first.indexOf(": precalc ") + ": precalc ".length()));
        }

        assertThat(scene.run("status" + STORE).out())
                .startsWith("run r of eos3b5e: 4 served\n")
                .endsWith("nothing is left to do\n");
    }

    @Test
    void theFirstThingItTellsToDoDoesAllThatIsLeft() {
        String first = scene.run("status" + STORE)
                .out()
                .lines()
                .filter(line -> line.startsWith("to do: "))
                .findFirst()
                .orElseThrow();

        scene.run(first.substring(first.indexOf(": precalc ") + ": precalc ".length()));

        assertThat(scene.run("status" + STORE).out())
                .startsWith("run r of eos3b5e: 4 served\n")
                .endsWith("nothing is left to do\n");
    }

    @Test
    void whereNoPartitionTellsTheRunnerItIsNotGuessed() {
        scene.after("plan" + E + "--run untouched --workers 2");

        assertThat(scene.run("status" + STORE + "--run untouched").out())
                .contains("to do: all that is left, on this machine with the runner it was started with:"
                        + " precalc run --model eos3b5e --run untouched --store ");
    }

    @Test
    void asJsonItIsAnArrayAndNothingElse() throws JsonProcessingException {
        JsonNode status = Json.MAPPER.readTree(
                scene.run("status" + STORE + "--format json").out());

        assertThat(status).hasSize(4);
        assertThat(status.get(0))
                .hasToString(
                        "{\"worker\":1,\"rows\":1,\"predicted\":0,\"rejected\":0,\"served\":0,\"state\":\"missing\"}");
        assertThat(status.findValuesAsText("state")).containsExactly("missing", "served", "predicting", "predicted");
    }

    @Test
    void asksAboutTheTableThatIsMeant() throws JsonProcessingException {
        JsonNode status =
                Json.MAPPER.readTree(scene.run("status" + STORE + "--format json --table sqlite:{dir}/other.db")
                        .out());

        assertThat(status.findValuesAsText("state")).containsExactly("missing", "predicted", "predicting", "predicted");
        assertThat(scene.path("other.db")).doesNotExist();
        assertThat(scene.run("status" + STORE + "--table sqlite:{dir}/other.db").out())
                .contains("precalc serve --model eos3b5e --run r --store %s/store --table sqlite:%1$s/other.db"
                        .formatted(folder));
    }

    @Test
    void aLongRunIsCountedAndWhatIsDoneIsLeftOut() {
        scene.after("plan" + E + "--run long --workers 256");

        List<String> lines =
                scene.run("status" + STORE + "--run long").out().lines().toList();

        assertThat(lines).hasSizeLessThan(50);
        assertThat(lines.get(0)).isEqualTo("run long of eos3b5e: 252 empty, 4 missing");
        assertThat(lines).contains("   … 252 more are 252 empty; --format json lists all");
    }

    @Test
    void theNewestRunThatHoldsAnythingIsMeantHoweverManyAreUnfinished() {
        scene.after("plan" + E + "--run later --workers 3");
        String later = "store/out/eos3b5e/later/plan.json";
        scene.bytes(later, scene.text(later).replaceFirst("\"created\" : \"20", "\"created\" : \"21"));

        assertThat(scene.run("status" + STORE))
                .satisfies(
                        result -> assertThat(result.out()).startsWith("run r of"),
                        result -> assertThat(result.err())
                                .isEqualTo(
                                        "precalc: run r is the newest that holds anything; --run names an empty one: [later]\n"));
        assertThat(scene.run("status" + STORE + "--run later").out()).startsWith("run later of eos3b5e: 3 missing\n");
        scene.bytes("store/out/eos3b5e/later/part-0001.log", "begun");

        assertThat(scene.run("status" + STORE).out()).startsWith("run later of eos3b5e: 2 missing, 1 failed\n");
        assertThat(scene.run("status" + STORE + "--run r").out()).startsWith("run r of");
        assertThat(scene.run("serve" + STORE).code()).isEqualTo(2);
    }

    @Test
    void aStoreWithABlankOrAQuoteIsToldAsAShellTakesIt() {
        scene.after("plan --model eos3b5e --runner embedded --library {dir}/lib.csv --run r --store {dir}/it's");

        assertThat(scene.run("status --model eos3b5e --store {dir}/it's").out())
                .contains("--store '%s/it'\\''s'".formatted(folder));
    }

    @Test
    void anImportedRunHasNobodyWhoWouldPredict() {
        Scene imported = new Scene(folder.resolve("imported")).imported("key,input,mw", Scene.ETHANOL + ",CCO,46");

        assertThat(imported.run(Map.of(), "status" + STORE).out().lines())
                .containsExactly(
                        "run r of eos3b5e: 1 predicted",
                        "worker       rows  predicted   rejected     served  state",
                        "     1          ?          ?          0          0  predicted",
                        "to do: serve 1 partition (1): precalc serve --model eos3b5e --run r --store %s/store"
                                .formatted(imported.path("")));
    }

    @Test
    void servesJustThePartitionsThatAreListed() {
        scene.run("predict" + E + "--run r --worker 1 --workers 4");

        Precalc.Result serve = scene.run("serve" + STORE + "-q --partitions 4,1,4");

        assertThat(serve.code()).isZero();
        assertThat(serve.out().lines().map(line -> line.substring(0, 9))).containsExactly("part-0004", "part-0001");
    }

    @Test
    void oneThatIsNotPredictedDoesNotStopThoseBehindIt() {
        scene.bytes("store/out/eos3b5e/r/part-0003.csv", "key,input,mol_weight\n" + Scene.ETHANOL + ",CCO,1\n");

        Precalc.Result serve = scene.run("serve" + STORE + "--partitions 1,3,4");

        assertThat(serve.code()).isEqualTo(65);
        assertThat(serve.out()).startsWith("part-0004: 0 rows = ").hasLineCount(1);
        assertThat(scene.steady(serve.err()).lines())
                .containsExactly(
                        "precalc: part-0001 of eos3b5e run r is not in {dir}/store: predict it first",
                        "precalc: part-0003 of eos3b5e run r is not predicted in {dir}/store: its CSV has no manifest; predict it first");
        assertThat(scene.run("status" + STORE).out()).contains("4          1          0          1          0  served");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--partitions 0 | --partitions 0: expected numbers from 1 to 9,999, e.g. 1,11,21",
                "--partitions 1,10000 | --partitions 10000: expected numbers from 1 to 9,999, e.g. 1,11,21",
                "--partitions 1,,2 | --partitions '': expected numbers from 1 to 9,999, e.g. 1,11,21",
                "--partitions 1;2 | --partitions 1;2: expected numbers from 1 to 9,999, e.g. 1,11,21",
                "--partitions -1 | --partitions -1: expected numbers from 1 to 9,999, e.g. 1,11,21",
                "--partitions 5 | --partitions 5: expected 1 to 4, as run r has 4 workers",
                "--partitions 1,2 --worker 2 | --worker 2 and --partitions 1,2 exclude each other: leave one out (see precalc serve --help)",
                "--partitions 1,2 --workers 3 | --workers 3 contradicts run r, which was planned with 4"
            })
    void otherListsAreWrongUsage(String option, String message) {
        assertThat(scene.run("serve" + STORE + option))
                .isEqualTo(new Precalc.Result(2, "", "precalc: " + message + System.lineSeparator()));
    }

    @Test
    void whatIsGivenSilencesWhatAVariableSaysOfTheOptionThatItExcludes() {
        Map<String, String> variable = Map.of("PRECALC_WORKER", "1");

        Precalc.Result given = scene.run(variable, "serve" + STORE + "--partitions 4");

        assertThat(given.code()).isZero();
        assertThat(given.out()).startsWith("part-0004: ").hasLineCount(1);
    }

    @Test
    void twoVariablesThatExcludeEachOtherAreWrongUsage() {
        Map<String, String> variables = Map.of("PRECALC_PARTITIONS", "1,2", "PRECALC_WORKER", "4");

        assertThat(scene.run(variables, "serve" + STORE))
                .isEqualTo(new Precalc.Result(
                        2,
                        "",
                        "precalc: --worker 4 and --partitions 1,2 exclude each other: leave one out (see precalc serve --help)"
                                + System.lineSeparator()));
    }

    @Test
    void anEmptyListIsNone() {
        assertThat(scene.run(Map.of("PRECALC_PARTITIONS", ""), "serve" + STORE + "--worker 4")
                        .code())
                .isZero();
    }
}
