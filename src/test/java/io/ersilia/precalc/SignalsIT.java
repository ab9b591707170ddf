package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** The packaged jar is told to stop, or killed, in each phase of its work. */
class SignalsIT {

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String STOPPED = "precalc: stopped with the work kept; run the same command again to resume\n";
    private static final int STOPPED_CODE = 75;
    private static final int TRANSACTION = 10_000;

    @TempDir
    private Path folder = Path.of("");

    private LongWork work = new LongWork(folder);

    @BeforeEach
    void makeRoom() throws IOException {
        work = new LongWork(folder);
        Files.createDirectories(folder.resolve("tmp"));
    }

    @Test
    void whilePlanning() throws Exception {
        Path library = work.planning();
        var running = precalc()
                .start(
                        "plan",
                        "-q",
                        "-m",
                        "eos3b5e",
                        "--runner",
                        "embedded",
                        "--store",
                        work.store(),
                        "-i",
                        library.toString(),
                        "--workers",
                        "3",
                        "--run",
                        "r");
        running.await(() -> work.isPlanning(running.process().pid(), library));

        stop(running, "TERM");

        assertThat(work.files("store")).isEmpty();
    }

    @Test
    void whileScreening() throws Exception {
        Path library = work.screening(1_000);
        List<String> command = embedded("predict", library);
        var running = precalc().start(with(command, "--store", work.store()));
        running.await(() -> work.isScreening(running.process().pid()));

        stop(running, "INT");

        assertThat(work.files("store")).containsExactly("out/eos3b5e/r/plan.json");
        assertEndsEqual(command, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void inACallOfTheModel(String signal) throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hang", "CCCCN");
            Path library = work.molecules(12);
            List<String> command = withErsilia("run", library, "--workers", "3");
            var running = precalc().with(home.environment()).start(with(command, "--store", work.store()));
            running.await(() -> home.requests().size() >= 3); // the controls are answered twice, the molecules are not
            assertThat(home.living()).isNotEmpty();

            stop(running, signal);

            assertThat(home.living()).isEmpty();
            assertThat(work.files("store")).noneMatch(file -> file.contains("part-"));
            home.faults();
            assertEndsEqual(command, 0);
            assertThat(home.living()).isEmpty();
        }
    }

    /** Ctrl-C in a terminal: the program of the model dies of the signal, too, and that is no answer of the model. */
    @Test
    void allProcessesOfTheGroupAtOnce() throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hang", "CCCCCCCCCCCCCN");
            List<String> command = withErsilia("predict", work.molecules(40), "--batch-size", "5");
            var running =
                    precalc().with(home.environment()).inAGroupOfItsOwn().start(with(command, "--store", work.store()));
            running.await(() -> home.requests().contains(5 + 2) && checkpoints() == 2);

            stop(running, "INT", "-");

            assertThat(home.living()).isEmpty();
            assertThat(checkpoints()).as("the batches before").isEqualTo(2);
            home.faults();
            assertEndsEqual(command, 0);
        }
    }

    @Test
    void atTheDeadline() throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hang", "CCCCCCCCCCCCCN");
            List<String> command = withErsilia("predict", work.molecules(40), "--batch-size", "5");

            PackagedPrecalc.Result result =
                    precalc().with(home.environment()).run(with(command, "--store", work.store(), "--deadline", "6s"));

            assertThat(result.code()).isEqualTo(STOPPED_CODE);
            assertThat(result.err())
                    .matches("precalc: stopped at the deadline \\S+ with the work kept; run the same command again to"
                            + " resume\n");
            assertThat(home.living()).isEmpty();
            assertThat(work.files("tmp")).isEmpty();
            home.faults();
            assertEndsEqual(command, 0);
        }
    }

    private static List<String> withErsilia(String command, Path library, String... more) {
        return command(
                command, library, List.of("--ersilia", FakeErsiliaHome.program().toString()), more);
    }

    private static List<String> embedded(String command, Path library, String... more) {
        return command(command, library, List.of("--runner", "embedded"), more);
    }

    private static List<String> command(String command, Path library, List<String> runner, String... more) {
        List<String> words =
                new ArrayList<>(List.of(command, "-q", "-m", "eos3b5e", "-i", library.toString(), "--run", "r"));
        words.addAll(runner);
        words.addAll(List.of(more));
        return List.copyOf(words);
    }

    @Test
    void whileServingOfTheModelHangs() throws Exception {
        try (FakeErsiliaHome home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0")) {
            home.faults("hangs", "serve");
            List<String> command = withErsilia("run", work.molecules(3));
            var running = precalc().with(home.environment()).start(with(command, "--store", work.store()));
            running.await(() -> home.commands().stream().anyMatch(line -> line.startsWith("serve")));

            stop(running, "TERM");

            assertThat(home.living()).isEmpty();
        }
    }

    @Test
    void whileWritingThePartition() throws Exception {
        Path library = work.rejecting(150);
        List<String> command = embedded("run", library, "--workers", "1");
        var running = precalc().start(with(command, "--store", work.store()));
        running.await(work::isWritingThePartition);

        stop(running, "TERM");

        assertThat(work.files("store")).noneMatch(file -> file.contains(".served."));
        assertEndsEqual(command, 3);
    }

    @Test
    void whileServingToSqlite() throws Exception {
        work.partition(200_000);
        String[] serve = {"serve", "-q", "-m", "eos3b5e", "--store", work.store()};
        var running = precalc().start(serve);
        running.await(work::isServing);

        stop(running, "TERM");

        Set<String> kept = rows("store/predictions.db");
        assertThat(kept.size()).isLessThan(200_000);
        assertThat(kept.size() % TRANSACTION).isZero();
        assertThat(work.files("store")).containsExactly("out/eos3b5e/r/part-0001.csv", "predictions.db");
        assertThat(precalc().run(serve).code()).isZero();
        Set<String> whole = rows("store/predictions.db");
        assertThat(whole).hasSize(200_000);
        assertThat(whole.containsAll(kept)).isTrue(); // by the set: AssertJ compares each with each
    }

    @Test
    void whileServingToDynamoDb() throws Exception {
        work.partition(20_000);
        String table = DYNAMODB.freshTable();
        String[] serve = {"serve", "-q", "-m", "eos3b5e", "--store", work.store(), "--table", "dynamodb:" + table};
        var running = precalc().with(DYNAMODB.environment()).start(serve);
        running.await(() -> items(table) > 100);

        stop(running, "TERM");

        int kept = items(table);
        assertThat(kept).isBetween(100, 19_999);
        assertThat(work.files("store")).containsExactly("out/eos3b5e/r/part-0001.csv");
        assertThat(precalc().with(DYNAMODB.environment()).run(serve).code()).isZero();
        assertThat(items(table)).isEqualTo(20_000 + 3); // and the model's three records
    }

    @Test
    void killedInTheMiddle() throws Exception {
        Path library = work.molecules(3_000);
        List<String> command = embedded("run", library, "--workers", "6");
        var running = precalc().start(with(command, "--store", work.store()));
        running.await(() -> work.files("store").contains("out/eos3b5e/r/part-0002.json"));

        running.process().destroyForcibly();
        running.await();

        assertThat(work.files("store")).doesNotContain("meta/eos3b5e.json");
        assertEndsEqual(command, 0);
    }

    private PackagedPrecalc precalc() {
        return new PackagedPrecalc(folder).java("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** Sends the signal and looks that the process ends as promised and leaves nothing of its own. */
    private void stop(PackagedPrecalc.Running running, String signal) throws IOException, InterruptedException {
        stop(running, signal, "");
    }

    /** @param group "-" for all processes of the group, else nothing */
    private void stop(PackagedPrecalc.Running running, String signal, String group)
            throws IOException, InterruptedException {
        List<ProcessHandle> descendants = running.process().descendants().toList();
        long pid = running.process().pid();
        assertThat(new ProcessBuilder("kill", "-" + signal, "--", group + pid)
                        .start()
                        .waitFor())
                .isZero();
        PackagedPrecalc.Result result = running.await();

        assertThat(result).isEqualTo(new PackagedPrecalc.Result(STOPPED_CODE, "", STOPPED));
        assertThat(descendants).noneMatch(ProcessHandle::isAlive);
        assertThat(work.files("tmp")).isEmpty();
        assertThat(work.files("store")).noneMatch(file -> file.contains(".tmp") || file.endsWith(".claim"));
        assertThat(work.files("store")).noneMatch(file -> file.endsWith("-wal") || file.endsWith("-journal"));
    }

    /** The same command again ends as it would have ended undisturbed. */
    private void assertEndsEqual(List<String> command, int code) throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        PackagedPrecalc precalc = precalc();
        if (Files.exists(folder.resolve("home"))) {
            precalc.with("HOME", folder.resolve("home").toString());
        }
        assertThat(precalc.run(with(command, "--store", work.store())).code()).isEqualTo(code);
        assertThat(precalc.run(with(command, "--store", undisturbed.toString())).code())
                .isEqualTo(code);

        assertThat(visible("store")).isEqualTo(visible("undisturbed"));
        for (String file : work.files("undisturbed")) {
            if (file.endsWith(".csv")) {
                assertThat(folder.resolve("store").resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
            }
        }
        assertThat(rows("store/predictions.db")).isEqualTo(rows("undisturbed/predictions.db"));
    }

    private long checkpoints() throws IOException {
        return work.files("store").stream()
                .filter(file -> file.contains("checkpoints/") && file.endsWith(".json"))
                .count();
    }

    /** Without the claim that a process leaves which is killed between storing its partition and giving the claim back. */
    private List<String> visible(String name) throws IOException {
        return work.files(name).stream()
                .filter(file -> !file.contains("/.") && !file.endsWith(".claim"))
                .toList();
    }

    private Set<String> rows(String name) {
        Set<String> rows = new TreeSet<>();
        if (!Files.exists(folder.resolve(name))) {
            return rows;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name));
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("SELECT input_key, smiles, output, rejected, model_version FROM predictions")) {
            while (found.next()) {
                rows.add(IntStream.rangeClosed(1, 5)
                        .mapToObj(column -> text(found, column))
                        .toList()
                        .toString());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private static String text(ResultSet row, int column) {
        try {
            return String.valueOf(row.getString(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int items(String table) {
        return DYNAMODB.client().scanPaginator(scan -> scan.tableName(table).select(Select.COUNT)).stream()
                .mapToInt(ScanResponse::count)
                .sum();
    }
}
