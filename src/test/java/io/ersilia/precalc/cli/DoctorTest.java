package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code doctor} finds on this machine and in the library, in both outcomes, by the real command line. */
class DoctorTest {

    private static final String HERE = " --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String BENZENE = "UHOVQNZJYSORNB-UHFFFAOYSA-N";

    private final Path folder;
    private final Scene scene;
    private final Map<String, String> environment = new HashMap<>();

    DoctorTest(@TempDir Path folder) {
        this.folder = folder;
        scene = new Scene(folder).file("lib.csv", "smiles,key", "CCO," + Scene.ETHANOL, "c1ccccc1," + BENZENE);
    }

    private Examined doctor(String options) throws IOException {
        return Examined.by(scene, environment, options);
    }

    /** Every file with its bytes, and every folder. */
    private Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                all.put(path.toString(), Files.isDirectory(path) ? "folder" : hash(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static String hash(Path file) throws IOException {
        var digest = Sha256.digest();
        digest.update(Files.readAllBytes(file));
        return Sha256.hex(digest) + Files.getLastModifiedTime(file);
    }

    @Test
    void aFolderAndAFileAskAwsForNothingAndAreLeftAsTheyAre() throws IOException {
        environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        Map<String, String> before = everything();

        Examined seen = doctor(HERE);

        assertThat(seen.code()).isZero();
        assertThat(seen.checks().keySet())
                .containsExactly(
                        "java",
                        "chemistry",
                        "disk",
                        "memory",
                        "credentials",
                        "role",
                        "store",
                        "table",
                        "library",
                        "keys",
                        "runner");
        assertThat(seen.status("credentials")).isEqualTo("skipped");
        assertThat(seen.status("role")).isEqualTo("skipped");
        assertThat(seen.found("store"))
                .isEqualTo("the folder %s/store is created by the first write".formatted(folder));
        assertThat(seen.found("table"))
                .isEqualTo("sqlite:%s/store/predictions.db is created by the first serve".formatted(folder));
        assertThat(seen.found("library"))
                .isEqualTo("%s/lib.csv: 2 rows, SMILES in column smiles, keys in column 2".formatted(folder));
        assertThat(seen.found("keys"))
                .isEqualTo("keys that do not match their SMILES: 0 of 2 (0.0 %);"
                        + " rows that would be rejected: 0 of 2 (0.0 %)");
        assertThat(seen.found("runner")).isEqualTo("embedded: nothing is needed");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatIsThereIsLeftAsItIsAlsoWhereAWriterWasKilled() throws Exception {
        scene.after("run --model eos3b5e --run r" + HERE);
        Path table = folder.resolve("store/predictions.db");
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + table);
                var statement = writer.createStatement()) {
            statement.executeUpdate("UPDATE predictions SET smiles = 'OCC'");
            for (String name : new String[] {"predictions.db", "predictions.db-wal"}) {
                Files.copy(table.resolveSibling(name), killed.resolve(name));
            }
        }
        Map<String, String> before = everything();

        Examined whole = doctor(HERE);
        Examined half = doctor(HERE + "--table sqlite:{dir}/killed/predictions.db");

        assertThat(everything()).isEqualTo(before);
        assertThat(whole.found("store"))
                .isEqualTo("the folder %s/store can be written; this was not tested".formatted(folder));
        assertThat(whole.found("table"))
                .startsWith("sqlite:%s, schema 3, ".formatted(table))
                .endsWith(" KiB");
        assertThat(half.found("table")).endsWith("; another process is writing to it, or was stopped while doing so");
        assertThat(half.code()).isZero();
    }

    @Test
    void asTextEachCheckIsALineWithItsRemedyBelow() {
        Precalc.Result result = scene.run(
                "doctor --runner embedded --store {dir}/store --library {dir}/absent.csv --table sqlite:{dir}/lib.csv");

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(scene.steady(result.out()).lines())
                .contains(
                        "skipped  credentials  not needed: store, table and library are on this machine",
                        "ok       store        the folder {dir}/store is created by the first write",
                        "error    library      no library at {dir}/absent.csv",
                        "                      to do: name one with --library",
                        "skipped  keys         no library was read, see library",
                        "ok       runner       embedded: nothing is needed",
                        "error    table        sqlite:{dir}/lib.csv is not an SQLite database",
                        "                      to do: move the file away or name another with --table",
                        "6 ok, 2 error, 3 skipped");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, ok", "2, 65, error"})
    void overOnePercentOfWrongKeysMakeTheLibraryUnusable(int wrong, int code, String status) throws IOException {
        StringBuilder rows = new StringBuilder("key,SMILES\n");
        for (int row = 1; row <= 100; row++) {
            boolean slipped = row % 40 == 7 && row / 40 < wrong;
            rows.append(slipped ? BENZENE : Scene.ETHANOL).append(",OCC\n");
        }
        scene.bytes("keys.csv", rows.toString());

        Examined seen = doctor("--runner embedded --store {dir}/store --library {dir}/keys.csv");

        assertThat(seen.code()).isEqualTo(code);
        assertThat(seen.status("library")).isEqualTo("ok");
        assertThat(seen.status("keys")).isEqualTo(status);
        assertThat(seen.found("keys")).startsWith("keys that do not match their SMILES: %d of 100".formatted(wrong));
        if (code != 0) {
            assertThat(seen.remedy("keys"))
                    .contains("see rows 7 'OCC' has %s, not %s, 47 'OCC'".formatted(Scene.ETHANOL, BENZENE));
        }
    }

    @Test
    void aThousandRowsAreSpreadOverTheWholeFile() throws IOException {
        StringBuilder rows = new StringBuilder("smiles,key\n");
        for (int row = 0; row < 2500; row++) { // only rows floor(2500*i/1000) are looked at: 0, 2, 5, 7, 10, …
            boolean isLookedAt = row % 5 == 0 || row % 5 == 2;
            rows.append("CCO,").append(isLookedAt ? Scene.ETHANOL : BENZENE).append('\n');
        }
        scene.bytes("many.csv", rows.toString());

        Examined seen = doctor("--runner embedded --store {dir}/store --library {dir}/many.csv");

        assertThat(seen.found("library")).contains("2,500 rows");
        assertThat(seen.found("keys")).startsWith("keys that do not match their SMILES: 0 of 1,000");
        assertThat(seen.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smiles,name\\nCCO,a | ok | ok | keys are computed, as there is no column of keys; rows that would be",
                "CCO\\nCCN | ok | ok | keys are computed",
                "smiles,key\\nCCO,none | ok | ok | keys that do not match their SMILES: 0 of 0 (–); keys computed where that column has no InChIKey: 1",
                "smiles\\nCCO\\n'' ''x\\nnonsense | ok | warning | rows that would be rejected: 2 of 3 (66.7 %)",
                "a,b\\nc,d | error | skipped | no library was read",
                "smiles\\n | error | skipped | no library was read",
                "smiles\\nCCO,\"open | error | skipped | no library was read"
            })
    void whatCannotBeReadOrPredictedIsSaid(String text, String library, String keys, String found) throws IOException {
        scene.bytes("odd.csv", text.replace("\\n", "\n").replace("''", "'"));

        Examined seen = doctor("--runner embedded --store {dir}/store --library {dir}/odd.csv");

        assertThat(seen.status("library")).isEqualTo(library);
        assertThat(seen.status("keys")).isEqualTo(keys);
        assertThat(seen.found("keys")).contains(found);
        assertThat(seen.code()).isEqualTo(library.equals("error") ? ExitCode.INPUT : 0);
    }

    @Test
    void theTestInputStandsInForALibraryAndThatIsAWarning() throws IOException {
        Examined seen = doctor("--runner embedded --store {dir}/store");

        assertThat(seen.code()).isZero();
        assertThat(seen.status("library")).isEqualTo("warning");
        assertThat(seen.found("library"))
                .contains("test_input.csv: 30 rows, ")
                .endsWith("it stands in for %s/store/reference_library.csv, which is not there".formatted(folder));
    }

    @Test
    void aFileIsNoStoreAndAFolderNoTable() throws IOException {
        Examined seen =
                doctor("--runner embedded --library {dir}/lib.csv --store {dir}/lib.csv/store --table sqlite:{dir}");

        assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(seen.found("store")).isEqualTo("%s/lib.csv is a file, not a folder".formatted(folder));
        assertThat(seen.status("table")).isEqualTo("error");
        assertThat(seen.remedy("table")).contains("--table");
    }

    @Test
    void aTableOfALaterPrecalcIsAnError() throws Exception {
        try (Connection later = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("later.db"));
                var statement = later.createStatement()) {
            statement.executeUpdate("CREATE TABLE other (a)");
            statement.executeUpdate("PRAGMA user_version = 99");
        }

        Examined seen = doctor(HERE + "--table sqlite:{dir}/later.db");

        assertThat(seen.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(seen.found("table")).contains("later.db has schema 99");
    }

    @ParameterizedTest
    @CsvSource({
        "doctor --store {dir}/store --table other:x, --table other:x: expected dynamodb:NAME",
        "doctor --store {dir}/store --table dynamodb:a, --table dynamodb:a: expected a name",
        "doctor --store ftp://x, --store ftp://x: expected a folder",
        "doctor --store {dir}/store --runner http, --runner http needs the URL",
        "doctor --store {dir}/store --runner embedded -m eos4e40, --runner embedded knows only eos3b5e",
        "doctor --store {dir}/store --library s3://bucket, --library s3://bucket: expected a path"
    })
    void wrongUsageIsNoFinding(String command, String said) {
        Precalc.Result result = scene.run(command);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("precalc: " + said);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void onGitHubTheJobsPageShowsWhatIsToBeDone() {
        scene.bytes("summary.md", "");
        Map<String, String> job = Map.of(
                "GITHUB_ACTIONS",
                "true",
                "GITHUB_STEP_SUMMARY",
                folder.resolve("summary.md").toString());

        Precalc.Result result =
                scene.run(job, "doctor --runner embedded --store {dir}/store --library {dir}/absent.csv");

        assertThat(result.out())
                .contains(
                        "::error title=precalc doctor%%3A library::no library at %s/absent.csv; to do: name one with --library"
                                .formatted(folder));
        assertThat(scene.text("summary.md")).startsWith("### Checks: ").contains("| error | library | no library at ");
    }
}
