package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** What serve says before it writes. */
class ServeForecastTest {

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String SERVE = "serve --model eos3b5e --store {dir}/store ";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);
    private String table = "";

    @BeforeEach
    void twoPartitionsOfThreeMolecules() {
        table = DYNAMODB.freshTable();
        scene = new Scene(folder)
                .file("lib.csv", "smiles", "CCO", "CCN", "CCO", "C", "CC", "CCC")
                .after("plan" + E + "--run r --workers 2")
                .after("predict" + E + "--run r --worker 1 --workers 2")
                .after("predict" + E + "--run r --worker 2 --workers 2");
    }

    private Precalc.Result onDynamoDb(String command) {
        return scene.run(DYNAMODB.environment(), command + " --table dynamodb:" + table);
    }

    private int items() {
        return DYNAMODB.client()
                .scan(scan -> scan.tableName(table).select(Select.COUNT))
                .count();
    }

    @Test
    void aDryRunTellsUnitsMoneyAndTimeAndWritesNothing() {
        Precalc.Result dry = onDynamoDb(SERVE + "--dry-run");

        assertThat(dry.code()).isZero();
        assertThat(dry.err()).isEmpty();
        assertThat(dry.out()).isEqualTo("""
                        dry run, nothing is written
                        part-0001: 3 rows = 2 items + 1 duplicate + 0 rejected; 3 write units (1.0 a row), under 0.01 USD, under 0.1 s
                        part-0002: 3 rows = 3 items + 0 duplicates + 0 rejected; 3 write units (1.0 a row), under 0.01 USD, under 0.1 s
                        in all: 6 rows = 5 items + 1 duplicate + 0 rejected; 6 write units (1.0 a row), under 0.01 USD, under 0.1 s at the 4,000 a second of dynamodb:%s (on demand); prices of us-east-1, 2026-11
                        """.formatted(table));
        assertThat(items()).isZero();
        assertThat(Files.exists(folder.resolve("store/out/eos3b5e/r/part-0001.served.json")))
                .isFalse();
    }

    @Test
    void whatIsServedIsNamedAndCostsNothing() {
        assertThat(onDynamoDb(SERVE + "--partitions 2").out())
                .matches("(?s)part-0002: 3 rows = .*; (under )?\\d+\\.\\d s; 1\\.0 write units a row, 3 consumed\\s+");

        assertThat(onDynamoDb(SERVE + "--dry-run").out())
                .contains(
                        "part-0002: is in dynamodb:" + table + " already, costs nothing\n",
                        "in all: 3 rows = 2 items + 1 duplicate");
        assertThat(onDynamoDb(SERVE + "--dry-run --worker 2").out())
                .contains("in all: 0 rows = 0 items + 0 duplicates + 0 rejected; 0 write units (0.0 a row), 0.00 USD");
        assertThat(onDynamoDb(SERVE + "--dry-run --force --worker 2").out()).contains("3 write units");
    }

    @Test
    void jsonHasThePartitionsAndTheirTotal() throws JsonProcessingException {
        JsonNode json = Json.MAPPER.readTree(
                onDynamoDb(SERVE + "--dry-run --format json").out());

        assertThat(json.get("partitions")).hasSize(2);
        assertThat(json.get("partitions").get(0).get("worker").asInt()).isEqualTo(1);
        assertThat(json.get("partitions").get(0).get("duplicates").asInt()).isEqualTo(1);
        assertThat(json.get("rows").asInt()).isEqualTo(6);
        assertThat(json.get("write_units").asInt()).isEqualTo(6);
        assertThat(json.get("units_per_row").asDouble()).isEqualTo(1);
        assertThat(json.get("write_cost").asDouble()).isEqualTo(6 * 0.625 / 1e6);
        assertThat(json.get("seconds").asDouble()).isEqualTo(6 / 4000.0);
        assertThat(json.get("table_mode").asText()).isEqualTo("on demand");
    }

    @Test
    void sqliteHasNoUnitsAndNoPrice() throws JsonProcessingException {
        Precalc.Result dry = scene.run(SERVE + "--dry-run");
        JsonNode json = Json.MAPPER.readTree(
                scene.run(SERVE + "--dry-run --format json").out());

        assertThat(dry.out())
                .contains("part-0002: 3 rows = 3 items + 0 duplicates + 0 rejected\n")
                .contains("; sqlite:" + folder + "/store/predictions.db has no write units and costs nothing\n");
        assertThat(json.get("write_units").isNull()).isTrue();
        assertThat(json.get("write_cost").isNull()).isTrue();
        assertThat(Files.exists(folder.resolve("store/predictions.db"))).isFalse();
    }

    @Test
    void aTableThatIsTooSlowOrNotThereIsSaidToBe() {
        DYNAMODB.client()
                .updateTable(update -> update.tableName(table)
                        .billingMode(BillingMode.PROVISIONED)
                        .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(1L)));

        Precalc.Result slow = onDynamoDb(SERVE + "--dry-run --deadline 4s");
        table = "none";
        Precalc.Result absent = onDynamoDb(SERVE + "--dry-run");

        assertThat(slow.out())
                .contains("6 write units (1.0 a row), charged by the hour, 6 s at the 1 a second of dynamodb:");
        assertThat(slow.err())
                .startsWith("precalc: writing takes 6 s, more than the 3 s until --deadline: 6 write units");
        assertThat(absent.out())
                .contains(
                        "under 0.1 s at the 4,000 a second of a new table: dynamodb:none is not there yet; prices of");
        assertThat(absent.code()).isZero();
    }

    @Test
    void wideRowsWantToBeAllowedAndNothingOfThemIsWrittenBefore() {
        scene.file(
                "store/out/eos3b5e/wide/part-0001.csv",
                "key,input,text",
                Scene.ETHANOL + ",CCO," + "x".repeat(9 * 1024));
        Map<String, String> allowed = new HashMap<>(DYNAMODB.environment());
        allowed.put("PRECALC_ALLOW_WIDE", "true");

        assertThat(onDynamoDb(SERVE + "--run wide --dry-run").out())
                .contains("; more than 8 a row, serve wants --allow-wide\nin all:");
        Precalc.Result refused = onDynamoDb(SERVE + "--run wide");
        int before = items();
        Precalc.Result written = scene.run(allowed, SERVE + "--run wide --table dynamodb:" + table);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("precalc: part-0001 of eos3b5e run wide takes 10.0 write units a row in dynamodb:" + table
                        + ", more than 8: 10 units, under 0.01 USD (us-east-1, 2026-11); --allow-wide writes it anyway"
                        + System.lineSeparator());
        assertThat(before).isZero();
        assertThat(written.code()).isZero();
        assertThat(written.out()).contains("; 10.0 write units a row, 10 consumed");
        assertThat(scene.run(SERVE + "--run wide").code()).isZero();
    }
}
