package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.PrivateFolder;
import io.ersilia.precalc.run.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run is staged, published and taken back; what lookups see is what query says. */
class PublishTest {

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String MODEL = " --model eos3b5e --store {dir}/store ";
    private static final String RUN = "run -q --runner embedded --max-reject-rate 1" + MODEL;
    private static final String OLD = "CCO,46.069,stored\nCCN,45.085,stored\nCCC,,missing\n";
    private static final String NEW = "CCO,46.069,stored\nCCN,,missing\nCCC,44.097,stored\n";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void oneRunIsSeenAndAnotherIsStaged() {
        scene = new Scene(folder)
                .file("old.csv", "smiles", "CCO", "CCN", "C1")
                .file("new.csv", "smiles", "CCO", "CCC")
                .after(RUN + "--run r1 --workers 1 --library {dir}/old.csv")
                .after(RUN + "--stage --run r2 --workers 2 --library {dir}/new.csv");
    }

    private Precalc.Result run(String command) {
        return scene.run(command + MODEL);
    }

    private Precalc.Result publish(String options) {
        return run("publish " + options);
    }

    /** Molecule, value and status of three molecules. */
    private String seen() {
        return seen(Map.of(), "");
    }

    private String seen(Map<String, String> environment, String table) {
        String rows = scene.run(environment, "query --allow-missing -q --smiles CCO CCN CCC" + MODEL + table.strip())
                .out();
        return rows.lines()
                .skip(1)
                .map(row -> row.split(",", -1))
                .map(cells -> String.join(",", cells[1], cells[2], cells[3]) + "\n")
                .reduce("", String::concat);
    }

    private JsonNode json(String options) throws IOException {
        return Json.MAPPER.readTree(publish(options + " --format json").out());
    }

    @Test
    void whatIsStagedIsSeenOnceItIsPublishedAndNoMoreWhenThatIsTakenBack() {
        assertThat(seen()).isEqualTo(OLD);

        Precalc.Result published = publish("--run r2");

        assertThat(published)
                .isEqualTo(new Precalc.Result(
                        0,
                        "lookups of eos3b5e in sqlite:%s/store/predictions.db now see run r2 (version v1.0.0, 2 items); back to run r1: precalc publish --back --model eos3b5e --store %s/store\n"
                                .formatted(folder, folder),
                        ""));
        assertThat(seen()).isEqualTo(NEW);

        assertThat(publish("--back").out()).contains(" now see run r1 (version v1.0.0, 2 items); back to run r2: ");
        assertThat(seen()).isEqualTo(OLD);
    }

    /** A table in which run r1 is served and run r2 published. */
    private String publishedInDynamoDb() {
        String table = " --table dynamodb:" + DYNAMODB.freshTable() + " ";
        done(
                table,
                "serve --run r1",
                "finish --run r1 --max-reject-rate 1",
                "serve --run r2 --stage",
                "finish --run r2",
                "publish --run r2");
        return table;
    }

    private void done(String table, String... commands) {
        for (String command : commands) {
            Precalc.Result done = scene.run(DYNAMODB.environment(), command + " " + MODEL.strip() + table + "-q");
            assertThat(done.code()).as(command + done.err()).isZero();
        }
    }

    @Test
    void inATableOfDynamoDbToo() {
        String table = publishedInDynamoDb();
        assertThat(seen(DYNAMODB.environment(), table)).isEqualTo(NEW);

        assertThat(scene.run(DYNAMODB.environment(), "publish --back" + MODEL + table.strip())
                        .code())
                .isZero();
        assertThat(seen(DYNAMODB.environment(), table)).isEqualTo(OLD);

        Precalc.Result purged = scene.run(DYNAMODB.environment(), "purge --run r2 --yes" + MODEL + table.strip());
        assertThat(purged.out()).contains("deleted 2 items of ").contains("not in the table: 0");
        assertThat(seen(DYNAMODB.environment(), table)).isEqualTo(OLD);
        assertThat(scene.run(DYNAMODB.environment(), "publish --run r2" + MODEL + table.strip())
                        .code())
                .isEqualTo(ExitCode.INPUT);
    }

    @Test
    void asJsonItIsOneObject() throws IOException {
        JsonNode published = json("--run r2 --max-drift 0.5");
        JsonNode again = json("--run r2");

        assertThat(published)
                .hasToString(
                        "{\"model\":\"eos3b5e\",\"table\":\"sqlite:%s/store/predictions.db\",\"state\":\"published\",\"run\":\"r2\",\"model_version\":\"v1.0.0\",\"items\":2,\"seen\":\"r2\",\"before\":\"r1\",\"drift\":0,\"reason\":null}"
                                .formatted(folder));
        assertThat(again.path("state").asText()).isEqualTo("unchanged");
        assertThat(again.path("before").asText()).isEqualTo("r1");
    }

    @Test
    void statusTellsWhatIsLeftToDo() {
        assertThat(run("status --run r2").out())
                .startsWith("run r2 of eos3b5e: 2 served\n")
                .contains("publish, so that lookups see it: precalc publish --model eos3b5e --run r2 --store ");

        publish("--run r2");

        assertThat(run("status --run r2").out()).contains("2 served\n").doesNotContain("publish");
        assertThat(run("status --run r1").out()).startsWith("run r1 of eos3b5e: 1 served\n");
        assertThat(run("finish --run r1 --max-reject-rate 1").code()).isZero();
    }

    @Test
    void aRunThatIsNotCompleteIsNotPublished() {
        scene.after(RUN + "--stage --run r3 --workers 2 --library {dir}/new.csv")
                .delete("store/out/eos3b5e/r3/part-0002.json");

        Precalc.Result missing = publish("--run r3");

        assertThat(missing.code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err())
                .isEqualTo(
                        "precalc: run r3 of eos3b5e is not published: not predicted: part-0002; run it again, or predict and serve them with --stage, then finish it\n");
        assertThat(seen()).isEqualTo(OLD);
    }

    @Test
    void aRunThatNobodyHasCountedIsNotPublished() {
        scene.delete("store/out/eos3b5e/r2/account.json");

        assertThat(publish("--run r2"))
                .isEqualTo(
                        new Precalc.Result(
                                ExitCode.INCOMPLETE,
                                "",
                                "precalc: run r2 of eos3b5e is not published: its rows have not been counted since it was served: precalc finish --model eos3b5e --run r2\n"));

        assertThat(run("finish --run r2 -q").code()).isZero();
        assertThat(publish("--run r2").code()).isZero();
    }

    @Test
    void aRunOfWhichTooMuchWasRejectedIsNotPublished() throws IOException {
        scene.file("bad.csv", "smiles", "CCO", "C1")
                .run(Map.of(), "run -q --runner embedded --stage --run r3 --workers 1 --library {dir}/bad.csv" + MODEL);

        Precalc.Result rejected = publish("--run r3");

        assertThat(rejected.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(rejected.err())
                .isEqualTo(
                        "precalc: run r3 of eos3b5e is not published: 50.0 % of rows were rejected, 10 % are allowed; --force publishes it anyway\n");
        assertThat(json("--run r3 --force").path("state").asText()).isEqualTo("published");
    }

    @Test
    void aSampleIsNotPublishedOverAWholeLibrary() {
        scene.after(RUN + "--stage --run r3 --workers 1 --sample 1 --library {dir}/new.csv");

        Precalc.Result refused = publish("--run r3");

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("run r3 of eos3b5e is a sample, and lookups in sqlite:");
        assertThat(publish("--run r3 --force").code()).isZero();

        scene.after(RUN + "--stage --run r4 --workers 1 --sample 1 --library {dir}/new.csv");

        assertThat(publish("--run r4").code()).as("over another sample").isZero();
    }

    /** Changes a value in the partition of a run, and what its manifests say of it. */
    private void change(String run, String old, String by) throws IOException {
        String of = "store/out/eos3b5e/%s/".formatted(run);
        String before = Sha256.hex(scene.path(of + "part-0001.csv"));
        scene.replace(of + "part-0001.csv", old, by);
        scene.replace(of + "part-0001.json", before, Sha256.hex(scene.path(of + "part-0001.csv")));
    }

    @Test
    void aRunWhoseValuesHaveMovedTooFarIsNotPublished() throws IOException {
        scene.after(RUN + "--stage --run r3 --workers 1 --library {dir}/old.csv");
        change("r3", "46.069", "99");
        scene.after("serve -q --stage --run r3" + MODEL).after("finish -q --run r3 --max-reject-rate 1" + MODEL);

        Precalc.Result moved = publish("--run r3 --max-drift 0.49");

        assertThat(moved.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(moved.err())
                .contains(
                        "precalc: run r3 of eos3b5e is not published: the drift of column mol_weight is 0.5, more than --max-drift 0.49 allows; precalc diff shows what changed\n");
        assertThat(seen()).isEqualTo(OLD);
        assertThat(json("--run r3 --max-drift 0.5").path("drift").asDouble()).isEqualTo(0.5);
        assertThat(seen()).startsWith("CCO,99,stored\n");
    }

    @Test
    void theValuesOfARunWhoseFilesArePurgedAreThoseOfTheTable() throws IOException {
        PrivateFolder.delete(folder.resolve("store/out/eos3b5e/r1"));

        JsonNode published = json("--run r2 --max-drift 0.5");

        assertThat(published.path("drift").asInt(-1)).isZero();
        assertThat(published.path("state").asText()).isEqualTo("published");
    }

    @Test
    void whatIsNotStagedIsNotPublished() {
        scene.after(RUN + "--run r3 --workers 1 --library {dir}/new.csv");

        assertThat(publish("--run r1").err())
                .isEqualTo(
                        "precalc: run r1 of eos3b5e is not staged in sqlite:%s/store/predictions.db: stage it first: precalc serve --stage --model eos3b5e --run r1, with the same --store and --table\n"
                                .formatted(folder));
        assertThat(publish("--run r1").code()).isEqualTo(ExitCode.INPUT);
        assertThat(publish("--run r3").out()).contains(" already see run r3 ");
    }

    @Test
    void aRunOfWhichEverythingWasRejectedHasNothingToPublish() {
        Precalc.Result run = scene.file("bad.csv", "smiles", "C1", "C2CC")
                .run(
                        Map.of(),
                        "run --runner embedded --stage --run r3 --workers 1 --max-reject-rate 1 --library {dir}/bad.csv"
                                + MODEL);

        Precalc.Result nothing = publish("--run r3");

        assertThat(run.err())
                .contains(
                        "2 rejected: every row was rejected, and there is nothing to publish; next: precalc rejects --model eos3b5e --run r3 ")
                .doesNotContain("precalc publish");
        assertThat(nothing.code()).isEqualTo(ExitCode.INPUT);
        assertThat(nothing.err())
                .contains(
                        "run r3 of eos3b5e has nothing to publish in ",
                        ": every row was rejected; see why with precalc rejects --model eos3b5e --run r3");
    }

    @Test
    void anOlderRunIsStagedAndPublishedToReturnToIt() {
        scene.after(RUN + "--run r3 --workers 1 --library {dir}/new.csv")
                .after("serve -q --stage --run r1" + MODEL)
                .after("finish -q --run r1 --max-reject-rate 1" + MODEL);

        assertThat(publish("--run r1").code()).isZero();
        assertThat(seen()).isEqualTo(OLD);
        assertThat(publish("--back").code()).isZero();
        assertThat(seen()).isEqualTo("CCO,46.069,stored\nCCN,45.085,stored\nCCC,44.097,stored\n");
    }

    @Test
    void withNothingBeforeThereIsNoWayBack() {
        Precalc.Result none = publish("--back");

        assertThat(none.code()).isEqualTo(ExitCode.INPUT);
        assertThat(none.err()).contains("see run r1, and nothing is there to return to: ");
    }

    @Test
    void aReturnThatWasStoppedIsNotToBeRepeatedUnseen() throws SQLException {
        publish("--run r2");
        String[] command = ("publish --back" + MODEL.replace("{dir}", folder.toString())).split(" ");
        String again =
                " (--back again would undo a switch that was made: see in_table of precalc models --model eos3b5e --format json --store %s/store first)\n"
                        .formatted(folder);
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store/predictions.db"));
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (boolean told : new boolean[] {true, false}) {
                Thread.currentThread().interrupt();
                Precalc.Result stopped = (told ? new Precalc().stopping() : new Precalc()).run(command);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(stopped.code()).isEqualTo(ExitCode.STOPPED);
                assertThat(stopped.err()).startsWith("precalc: stopped").endsWith(again);
            }
        }
        assertThat(seen()).isEqualTo(NEW);
    }

    @Test
    void whatLookupsSawBeforeStaysUntilItIsPurged() {
        publish("--run r2");

        assertThat(run("purge --run r1 --yes").out())
                .contains(
                        "deleted 2 items of ",
                        " serve --model eos3b5e --run r1 --store %s/store --stage\n".formatted(folder));
        assertThat(run("serve --run r1 --stage").code()).isZero();
        assertThat(run("purge --run r1 --yes").out())
                .contains("deleted 2 items of ", " --run r1 --store %s/store --stage\n".formatted(folder));
        assertThat(seen()).isEqualTo(NEW);
        assertThat(publish("--back").code()).isEqualTo(ExitCode.INPUT);
        assertThat(run("purge --run r2 --yes").out()).contains("deleted 2 items of ");
        assertThat(scene.listing()).noneMatch(row -> row.startsWith(Scene.ETHANOL));
        assertThat(run("query -q --smiles CCO").out()).contains("missing");
    }

    @Test
    void aPurgeThatIsRunAgainLeavesThePublishedRunInEitherKindOfTable() {
        publish("--run r2");
        for (int i = 0; i < 3; i++) {
            assertThat(run("purge --run r1 --yes").code()).isZero();
            assertThat(seen()).isEqualTo(NEW);
        }

        String table = publishedInDynamoDb();
        done(table, "purge --run r1 --yes", "purge --run r1 --yes");
        assertThat(seen(DYNAMODB.environment(), table)).isEqualTo(NEW);
    }

    @Test
    void whatLookupsSeeIsNotPurgedWhileTheyCanReturn() {
        publish("--run r2");

        Precalc.Result refused = run("purge --run r2");

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains(
                        "see run r2: return to run r1 first, by precalc publish --back --model eos3b5e, or publish another");
        assertThat(publish("--back --max-drift 0.5").err())
                .contains("precalc: --max-drift 0.5 is not checked with --back\n");
        assertThat(run("purge --run r2 --yes").out())
                .contains("deleted 2 items of ", " --run r2 --store %s/store --stage\n".formatted(folder));
        assertThat(seen()).isEqualTo(OLD);
    }

    @Test
    void aRunIsNotServedPastAPublishedOne() {
        publish("--run r2");

        Precalc.Result served = run("serve --run r1 --force");
        Precalc.Result ran = scene.run(RUN + "--new-run --library {dir}/old.csv");

        String why =
                "precalc: lookups of eos3b5e in sqlite:%s/store/predictions.db see run r2, which was published, and would not see run %s: serve it with --stage, then publish it\n";
        assertThat(served).isEqualTo(new Precalc.Result(ExitCode.USAGE, "", why.formatted(folder, "r1")));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("which was published, and would not see run ");
    }

    @Test
    void aStagedRunIsNotServedToLookups() {
        assertThat(run("serve --run r2").err())
                .isEqualTo(
                        "precalc: run r2 of eos3b5e is staged in sqlite:%s/store/predictions.db: serve it with --stage, then publish it, or purge it first\n"
                                .formatted(folder));
        assertThat(run("serve --run r1 --stage").err())
                .contains("see run r1 already, which was served without --stage: leave --stage out");
        assertThat(run("serve --run r2 --stage -q").out()).contains("nothing to serve");
        assertThat(scene.run(RUN + "--stage --workers 2 --library {dir}/new.csv")
                        .code())
                .isZero();
    }

    @Test
    void whatIsComputedForAQueryIsSeenBesideAPublishedRun() {
        publish("--run r2");

        Precalc.Result filled = run("query --fill --write --runner embedded -q --smiles CCN");

        assertThat(filled.code()).as(filled.err()).isZero();
        assertThat(seen()).isEqualTo("CCO,46.069,stored\nCCN,45.085,stored\nCCC,44.097,stored\n");
        publish("--back");
        assertThat(seen()).isEqualTo(OLD);
    }
}
