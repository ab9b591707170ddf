package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;

/** What plan says before anything is spent, and a dry run without leaving a trace. */
class EstimateTest {

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibraryOfSixtyChains() {
        scene = new Scene(folder)
                .file(
                        "lib.csv",
                        Stream.concat(
                                        Stream.of("smiles"),
                                        IntStream.rangeClosed(1, 60).mapToObj("C"::repeat))
                                .toArray(String[]::new));
    }

    /** What follows the line {@code estimate:}. */
    private static List<String> estimate(Precalc.Result result) {
        assertThat(result.err()).doesNotContain("refused", "bug");
        assertThat(result.code()).as(result.err()).isZero();
        return result.out().lines().dropWhile(line -> !line.equals("estimate:")).toList();
    }

    private JsonNode json(String command) throws JsonProcessingException {
        Precalc.Result result = scene.run(command + "--format json -q");
        assertThat(result.err()).isEmpty();
        return Json.MAPPER.readTree(result.out()).get("estimate");
    }

    /** Sets what an earlier run is known to have taken. */
    private void secondsPerMolecule(String seconds) {
        String meta = scene.text("store/meta/eos3b5e.json");
        scene.bytes(
                "store/meta/eos3b5e.json",
                meta.replaceFirst("(\"seconds_per_molecule\" : )[^,]*", "$1" + seconds)
                        .replaceFirst("(\"preds_in_store\" : )[^,]*", "$11000"));
    }

    private Map<String, String> everyByte() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                FileTime time = Files.getLastModifiedTime(path);
                all.put(
                        folder.relativize(path).toString(),
                        Files.isDirectory(path)
                                ? time.toString()
                                : time + Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    @Test
    void withoutAnEarlierRunTheTimeIsUnknownAndTheCommandOfASampleIsNamed() {
        List<String> lines = estimate(scene.run("plan" + E + "--run r --workers 3"));

        String command =
                "precalc run --model eos3b5e --sample 6 --store %1$s/store --library %1$s/lib.csv --runner embedded"
                        .formatted(folder);
        assertThat(lines)
                .containsExactly(
                        "estimate:",
                        "  left     60 rows to predict in 3 slices, 60 rows to serve",
                        "  time     unknown: no earlier run shows how long a molecule takes; a sample will: " + command,
                        "  table    60 items, 60 write units, under 0.01 USD; under 0.1 s on a new on-demand table, under 0.1 s at the"
                                + " default quota",
                        "  storage  18 KiB in the table, under 0.01 USD a month; 5 KiB in the store, under 0.01 USD a"
                                + " month; rows assumed, 1 output column",
                        "  requests 30 PUTs, 84 GETs and 9 LISTs of the store, under 0.01 USD",
                        "  prices   AWS under 0.01 USD once; of us-east-1, 2026-11; other regions differ: --prices FILE",
                        "  without  fetching and starting the model in each job, reads of the table, network traffic");
        assertThat(scene.run(command.substring("precalc ".length())).code()).isZero();
        assertThat(estimate(scene.run("plan" + E + "--run r")).toString())
                .contains(
                        " in each worker, as in run ", "(6 molecules, version ", "most of that was the model's start");
    }

    @Test
    void anEarlierRunTellsRoundsWavesHoursAndMoney() {
        scene.after("run" + E + "--run first");
        secondsPerMolecule(
                "1320"); // 20 molecules of a worker are 26,400 s or 7.33 h: a round of 5.5 h and one of 1.83 h

        List<String> lines = estimate(scene.run("plan" + E + "--run next --workers 3 --max-parallel 2"));

        assertThat(lines)
                .hasSize(10)
                .contains(
                        "  left     60 rows to predict in 3 slices, 60 rows to serve",
                        "  time     14 h 40 min: 2 rounds of 5 h 30 min, 2 waves of at most 2 jobs at once in each; 22 h in one"
                                + " process",
                        "  runners  1,320 minutes, 7.92 USD (public repositories: free)",
                        "  pace     2.73 molecules/h in each worker, as in run first (1,000 molecules, version v1.0.0, runner"
                                + " embedded)");
        assertThat(String.join("\n", lines)).contains("; rows as measured, 1 output column");
    }

    @Test
    void jsonHasTheSameInPlainNumbersAndNullForWhatIsUnknown() throws JsonProcessingException {
        JsonNode unknown = json("plan" + E + "--run first --workers 3 ");

        assertThat(unknown.get("rows_to_predict").asInt()).isEqualTo(60);
        for (String name : List.of("rounds", "wall_hours", "runner_minutes", "seconds_per_molecule", "runner_cost")) {
            assertThat(unknown.get(name).isNull()).as(name).isTrue();
        }

        scene.after("run" + E + "--run first --workers 3");
        secondsPerMolecule("3");
        JsonNode known = json("plan" + E + "--run next --workers 3 ");

        assertThat(known.get("seconds_per_molecule").decimalValue()).isEqualByComparingTo("3");
        assertThat(known.get("rounds").asInt()).isEqualTo(1);
        assertThat(known.get("waves").asInt()).isEqualTo(1);
        assertThat(known.get("runner_minutes").asInt()).isEqualTo(3); // 60 s each
        assertThat(known.get("wall_hours").asDouble()).isEqualTo(60 / 3600.0);
        assertThat(known.get("write_units").asInt()).isEqualTo(60);
        assertThat(known.get("measured_run").asText()).isEqualTo("first");
        assertThat(known.get("columns").asInt()).isEqualTo(1);
        assertThat(known.get("currency").asText()).isEqualTo("USD");
    }

    @Test
    void aRunHalfDoneCostsTheOtherHalf() {
        scene.after("plan" + E + "--run r --workers 3")
                .after("predict" + E + "--run r --worker 1 --workers 3")
                .after("predict" + E + "--run r --worker 3 --workers 3")
                .after("serve --model eos3b5e --store {dir}/store --run r --worker 3 --workers 3");

        assertThat(estimate(scene.run("plan" + E + "--run r")))
                .contains("  left     20 rows to predict in 1 slice, 40 rows to serve");

        scene.after("predict" + E + "--run r --worker 2 --workers 3");
        assertThat(estimate(scene.run("plan" + E + "--run r")))
                .contains("  left     0 rows to predict in 0 slices, 40 rows to serve")
                .noneMatch(line -> line.startsWith("  time"));
    }

    @Test
    void aRunThatIsDoneHasNothingLeftToPay() {
        scene.after("run" + E + "--run r");

        assertThat(scene.run("plan" + E + "--run r").out())
                .endsWith("slices to predict: 0%nnothing is left to pay for: every slice is predicted and served%n"
                        .formatted());
        assertThat(estimate(scene.run("plan" + E + "--run r --force")))
                .contains("  left     60 rows to predict in 1 slice, 60 rows to serve");
    }

    @Test
    void aDryRunSaysWhatPlanSaysAndMakesNotEvenAFolder() throws IOException {
        Map<String, String> before = everyByte();

        Precalc.Result dry = scene.run("run" + E + "--run r --workers 3 --dry-run");
        Precalc.Result dryJson = scene.run("run" + E + "--run r --workers 3 --dry-run --format json");

        assertThat(everyByte()).isEqualTo(before).doesNotContainKey("store");
        assertThat(dry.err()).isEmpty();
        Precalc.Result planned = scene.run("plan" + E + "--run r --workers 3");
        assertThat(dry.out()).isEqualTo("dry run, nothing is written%n".formatted() + planned.out());
        assertThat(Json.MAPPER.readTree(dryJson.out()).get("estimate"))
                .isEqualTo(Json.MAPPER
                        .readTree(
                                scene.run("plan" + E + "--run r --format json").out())
                        .get("estimate"));
    }

    @Test
    void aDryRunOfARunThatIsThereLeavesEveryByteOfIt() throws IOException {
        scene.after("plan" + E + "--run r --workers 3").after("predict" + E + "--run r --worker 1 --workers 3");
        Map<String, String> before = everyByte();

        assertThat(estimate(scene.run("run" + E + "--run r --dry-run")))
                .contains("  left     40 rows to predict in 2 slices, 60 rows to serve");
        assertThat(scene.run("run" + E + "--dry-run --workers 3").out()).contains("run r of eos3b5e");
        assertThat(scene.run("run" + E + "--dry-run --new-run").out()).doesNotContain("run r of");

        assertThat(everyByte()).isEqualTo(before);
    }

    @Test
    void otherPricesAreTakenFromTheFileThatIsNamed() throws IOException {
        Path prices = folder.resolve("prices.json");
        Files.writeString(
                prices,
                Files.readString(Path.of("src/main/resources/prices.json"))
                        .replace("USD", "EUR")
                        .replace("us-east-1", "eu-central-1")
                        .replace("0.625", "1000000"));

        assertThat(estimate(scene.run("plan" + E + "--run r --prices {dir}/prices.json")).stream()
                        .filter(line -> line.startsWith("  table") || line.startsWith("  prices"))
                        .collect(Collectors.joining("\n")))
                .startsWith("  table    60 items, 60 write units, 60.00 EUR; ")
                .endsWith(
                        "  prices   AWS 60.00 EUR once; of eu-central-1, 2026-11; other regions differ: --prices FILE");
        assertThat(scene.run(Map.of("PRECALC_PRICES", prices.toString()), "plan" + E + "--run r")
                        .out())
                .contains("eu-central-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "run --dry-run"})
    void pricesThatAreNoneAreRefusedBeforeAnythingIsWritten(String command) throws IOException {
        scene.file("prices.json", "{\"checked\": \"2026-11\"}");
        Map<String, String> before = everyByte();

        Precalc.Result wrong = scene.run(command + E + "--run r --prices {dir}/prices.json");
        Precalc.Result absent = scene.run(command + E + "--run r --prices {dir}/none.json");
        Precalc.Result parallel = scene.run(command + E + "--run r --max-parallel 0");

        assertThat(wrong.err())
                .isEqualTo(
                        "precalc: %s/prices.json: currency is not there, expected three capital letters, e.g. USD; docs/cost.md shows a price table%n"
                                .formatted(folder));
        assertThat(wrong.code()).isEqualTo(65);
        assertThat(absent.err())
                .isEqualTo("precalc: cannot read the prices %s/none.json: no such file or folder; correct --prices%n"
                        .formatted(folder));
        assertThat(absent.code()).isEqualTo(65);
        assertThat(parallel.err()).contains("--max-parallel 0: expected 1 to 9,999 jobs at once");
        assertThat(parallel.code()).isEqualTo(2);
        assertThat(everyByte()).isEqualTo(before);
    }

    private Precalc.Result onDynamoDb(String command) {
        return scene.run(DYNAMODB.environment(), command);
    }

    @Test
    void theTimeIsThatOfTheTableThatIsNamed() throws JsonProcessingException {
        String table = DYNAMODB.freshTable();
        String plan = "plan" + E + "--run r --table dynamodb:" + table;

        assertThat(estimate(onDynamoDb(plan)))
                .contains(
                        "  table    60 items, 60 write units, under 0.01 USD; under 0.1 s at the 4,000 a second of dynamodb:"
                                + table + " (on demand), under 0.1 s at the default quota");
        JsonNode json =
                Json.MAPPER.readTree(onDynamoDb(plan + " --format json").out()).get("estimate");
        assertThat(json.get("items").asInt()).isEqualTo(60);
        assertThat(json.get("table").asText()).isEqualTo("dynamodb:" + table);
        assertThat(json.get("table_mode").asText()).isEqualTo("on demand");
        assertThat(json.get("table_units_per_second").asInt()).isEqualTo(4_000);
        assertThat(json.get("seconds_on_table").asDouble()).isEqualTo(0.015);
        assertThat(json.get("table_unknown").isNull()).isTrue();
    }

    @Test
    void aTableThatIsProvisionedTooSmallIsWarnedOf() {
        String table = DYNAMODB.freshTable();
        DYNAMODB.client()
                .updateTable(update -> update.tableName(table)
                        .billingMode(BillingMode.PROVISIONED)
                        .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(1L)));

        Precalc.Result plan = onDynamoDb("plan" + E + "--run r --table dynamodb:" + table);
        Precalc.Result dry = scene.at(Clock.systemUTC().instant())
                .run(
                        DYNAMODB.environment(),
                        "run" + E + "--run r --dry-run --force --deadline 30s --table dynamodb:" + table);

        assertThat(estimate(plan))
                .contains(
                        "  table    60 items, 60 write units, charged by the hour as provisioned, not by the unit; 1 min at"
                                + " the 1 a second of dynamodb:" + table + " (provisioned)")
                .anyMatch(line -> line.startsWith("  prices   AWS under 0.01 USD once beside the table's hours; of "));
        assertThat(plan.err()).isEqualTo("precalc: planned run r: 60 rows for 1 worker%n".formatted());
        assertThat(dry.code()).isZero();
        assertThat(dry.err())
                .isEqualTo(("precalc: writing takes 1 min, more than the 23 s until --deadline: 60 write"
                                + " units at 1 a second on dynamodb:%s (provisioned); raise its write capacity, or serve it in"
                                + " parts with --partitions%n")
                        .formatted(table));
    }

    @Test
    void aTableThatNobodyCanAskIsSaidToBeAndStopsNoPlan() {
        Precalc.Result absent = onDynamoDb("plan" + E + "--run r --table dynamodb:none");
        Precalc.Result unreachable = scene.run(
                Map.of(
                        "AWS_ENDPOINT_URL", "http://localhost:1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"),
                "plan" + E + "--run r --table dynamodb:none");
        Precalc.Result wrong = scene.run("plan" + E + "--run r --table none");

        assertThat(absent.code()).isZero();
        assertThat(String.join("\n", estimate(absent)))
                .contains("under 0.1 s at the default quota; dynamodb:none is not there yet\n");
        assertThat(unreachable.code()).isZero();
        assertThat(String.join("\n", estimate(unreachable)))
                .contains("under 0.1 s on a new on-demand table, under 0.1 s at the default quota; cannot describe"
                        + " dynamodb:none: no "); // connection, or answer in time: the client repeats until then
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--table none: expected dynamodb:NAME or sqlite:PATH");
    }

    @Test
    void aStagedRunSaysWhatTheTableHoldsUntilOneOfBothVersionsIsPurged() {
        String staged =
                "  staged   up to 36 KiB, under 0.01 USD a month, in the table: beside what lookups see now, until one of both is purged";

        assertThat(estimate(scene.run("plan --stage --run r1" + E))).contains(staged);
        assertThat(estimate(scene.run("run --stage --dry-run --run r1" + E))).contains(staged);
        assertThat(estimate(scene.run("plan --run r1" + E))).noneMatch(line -> line.startsWith("  staged"));
    }
}
