package io.ersilia.precalc.table.sqlite;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.described;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.keys;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.Items.rejection;
import static io.ersilia.precalc.table.Items.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.PredictionTableContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteTableTest implements PredictionTableContract {

    @TempDir
    private Path folder;

    private Path path;
    private SqliteTable table;

    @BeforeEach
    void nameAFileThatIsNotThere() {
        path = folder.resolve("new folder/100% of what?.db");
        table = new SqliteTable(path);
    }

    @Override
    public PredictionTable table() {
        return table;
    }

    @Override
    public PredictionTable openedAgain() {
        return new SqliteTable(path);
    }

    @Override
    public void makeAnew() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hasAnIdOnceItIsWrittenTo() throws Exception {
        SqliteTable named =
                new SqliteTable(path, Duration.ZERO, List.of("one", "another").iterator()::next);
        assertThat(named.id()).isEmpty();

        named.save(full("v1", "r1", 1));
        write(named, predictions(0, 1));

        assertThat(named.id()).contains("one");
        assertThat(rows("SELECT * FROM identity")).containsExactly("one");
    }

    @Test
    void aFileOfBeforeFilesHadIdsIsReadAndGetsOneWithTheNextWrite() throws Exception {
        write(table, predictions(0, 1));
        change("DROP TABLE identity");
        change("DROP TABLE model_ranks");
        change("ALTER TABLE models DROP COLUMN facts");
        change("ALTER TABLE current_models DROP COLUMN facts");
        change("PRAGMA user_version = 1");

        assertThat(table.items(MODEL, keys(predictions(0, 1)))).isEqualTo(predictions(0, 1));
        assertThat(table.id()).isEmpty();
        assertThat(rows("PRAGMA user_version")).containsExactly("1");

        write(table, predictions(1, 2));

        assertThat(table.items(MODEL, keys(predictions(0, 2)))).hasSize(2);
        assertThat(table.id()).isPresent();
        assertThat(rows("PRAGMA user_version")).containsExactly("3");
    }

    @Test
    void aFileOfBeforeFactsWereKeptIsReadAndTakesThemWithTheNextWrite() throws Exception {
        table.save(full("v1", "r1", 1));
        change("DROP TABLE model_ranks");
        change("ALTER TABLE models DROP COLUMN facts");
        change("ALTER TABLE current_models DROP COLUMN facts");
        change("PRAGMA user_version = 2");
        Optional<String> id = table.id();

        assertThat(table.model(MODEL)).contains(full("v1", "r1", 1));
        assertThat(table.models(null, 9)).containsExactly(full("v1", "r1", 1));
        assertThat(table.ranks(MODEL)).isEmpty();

        table.save(described("r1"));

        assertThat(table.model(MODEL)).contains(described("r1"));
        assertThat(table.id()).as("the same file").isEqualTo(id);
    }

    @Test
    void aFileGetsAPlaceForStagedRunsWithTheFirstOfThem() throws Exception {
        RunId run = new RunId("staged");
        table.save(full("v1", "r1", 1));
        write(table, predictions(0, 1));

        assertThat(rows("PRAGMA user_version"))
                .as("as earlier precalcs know it")
                .containsExactly("3");
        assertThat(table.staged(run).model(MODEL)).isEmpty();
        assertThat(table.staged(run).items(MODEL, keys(predictions(0, 1)))).isEmpty();
        assertThat(table.before(MODEL)).isEmpty();
        assertThat(table.ranks(full("v1", "r1", 1).asStaged())).isEmpty();

        table.staged(run).save(full("v2", "staged", 2));

        assertThat(rows("PRAGMA user_version")).containsExactly("4");
        assertThat(table.model(MODEL)).contains(full("v1", "r1", 1));
        assertThat(table.items(MODEL, keys(predictions(0, 1)))).hasSize(1);
    }

    @Test
    void otherToolsFindWhatLookupsSeeWhereItAlwaysWas() throws Exception {
        RunId run = new RunId("staged");
        table.save(full("v1", "r1", 1));
        write(table, predictions(0, 2));
        table.staged(run).save(full("v2", "staged", 2));
        write(table.staged(run), predictions(5, 6));

        table.publish(full("v2", "staged", 2).asStaged(), full("v1", "r1", 1));

        assertThat(rows("SELECT output FROM predictions")).containsExactly("[5]");
        assertThat(rows("SELECT run_id FROM current_models")).containsExactly("staged");
        assertThat(rows("SELECT stage || output FROM staged_predictions ORDER BY 1"))
                .containsExactly("[0]", "[1]");
    }

    @Test
    void aFileOfALaterPrecalcIsLeftAsItIs() throws Exception {
        write(table, predictions(0, 1));
        change("PRAGMA user_version = 5");

        assertThatThrownBy(table::id).hasMessageContaining(" has schema 5, this precalc reads and writes 1 to 4: ");
        assertThatThrownBy(table::writer).hasMessageContaining(" has schema 5, ");
        assertOneFile();
        assertThat(rows("SELECT count(*) FROM predictions")).containsExactly("1");
    }

    @Test
    void readingCreatesNothing() {
        answersNothingBeforeAnythingIsWritten();
        assertThat(table.capacity()).isEmpty();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void deletingCreatesNothing() {
        deletesNothingWhereNothingWasEverWritten();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void marksTheVersionThatIsCurrentOnceAnotherIsForgotten() throws Exception {
        table.save(full("v1", "r1", 1));
        table.save(full("v2", "r2", 2));

        table.forget(full("v2", "r2", 2), full("v1", "r1", 1));

        assertThat(rows("SELECT model_version, current FROM models")).containsExactly("v1|1");
    }

    @Test
    void marksTheVersionThatIsCurrentOnceAStagedRunIsPublishedAndForgotten() throws Exception {
        ModelRecord staged = full("v2", "staged", 2).asStaged();
        table.save(full("v1", "r1", 1));
        table.save(full("v2", "r2", 0));
        table.staged(staged.run()).save(staged);

        table.publish(staged, full("v1", "r1", 1));
        assertThat(rows("SELECT model_version, current FROM models ORDER BY 1")).containsExactly("v1|0", "v2|1");

        table.staged(staged.run()).forget(staged, null);
        assertThat(rows("SELECT model_version, current FROM models ORDER BY 1")).containsExactly("v1|0", "v2|0");
    }

    @Test
    void leavesOneFileBehind() throws Exception {
        write(table, predictions(0, 100));
        table.save(full("v1", "r1", 1));
        assertThat(table.items(key(1), table::model)).hasSize(1);

        assertOneFile();
    }

    /** No write-ahead log, which is there while a connection is open. */
    private void assertOneFile() throws IOException {
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void otherToolsReadItWithoutKnowingPrecalc() throws Exception {
        write(
                table,
                List.of(
                        prediction(key(1), Value.number("0.5"), Value.text("a\"b"), Value.MISSING),
                        rejection(key(2), Reason.EMPTY_OUTPUT)));
        table.save(full("v1", "r1", 1));
        table.save(full("v2", "r2", 2));

        assertThat(rows("SELECT * FROM predictions ORDER BY input_key"))
                .containsExactly(
                        "BAAAAAAAAAAAAA-UHFFFAOYSA-N|eos3b5e|CCO|[0.5,\"a\\\"b\",null]|null|2026-11-01T12:00:00Z|r1|v1.0.0",
                        "CAAAAAAAAAAAAA-UHFFFAOYSA-N|eos3b5e|CCO|null|empty_output|2026-11-01T12:00:00Z|r1|null");
        assertThat(rows("SELECT model_id, model_version, columns, run_id, current FROM models ORDER BY 2"))
                .containsExactly(
                        "eos3b5e|v1|[\"mol_weight\"]|r1|0", //
                        "eos3b5e|v2|[\"mol_weight\"]|r2|1");
        assertThat(rows("PRAGMA journal_mode")).containsExactly("wal");
        assertThat(rows("PRAGMA user_version")).containsExactly("3");
    }

    @Test
    void keepsWhatWasCommittedWhenTheWriterIsAbandoned() throws Exception {
        List<Item> items = predictions(0, SqliteWriter.MAX_ITEMS + 5);
        try (ItemWriter writer = table.writer()) {
            for (Item item : items) {
                writer.write(item);
            }
        }

        assertThat(rows("SELECT count(*) FROM predictions")).containsExactly("" + SqliteWriter.MAX_ITEMS);
    }

    @Test
    void longValuesAreCommittedBeforeTheyFillTheMemory() throws Exception {
        Value half = Value.text("x".repeat((int) SqliteWriter.MAX_CHARS / 2 - "CCO[\"\"]".length()));
        try (ItemWriter writer = table.writer()) {
            writer.write(prediction(key(0), half));
            writer.write(prediction(key(1), half));
            writer.write(prediction(key(2), half));
        }

        assertThat(rows("SELECT count(*) FROM predictions")).containsExactly("2");
    }

    @Test
    void stopsBeforeItsLastTransactionWhenInterrupted() throws Exception {
        try (ItemWriter writer = table.writer()) {
            writer.write(prediction(key(0), Value.number("1")));
            Thread.currentThread().interrupt();
            assertThatThrownBy(writer::finish).isInstanceOf(InterruptedException.class);
        }

        assertThat(rows("SELECT count(*) FROM predictions")).containsExactly("0");
    }

    @Test
    void stopsBetweenTransactionsWhenInterrupted() throws Exception {
        List<Item> items = predictions(0, 2 * SqliteWriter.MAX_ITEMS);
        try (ItemWriter writer = table.writer()) {
            for (Item item : items.subList(0, items.size() - 1)) {
                writer.write(item);
            }
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> writer.write(items.get(items.size() - 1)))
                    .isInstanceOf(InterruptedException.class);
        }

        assertThat(rows("SELECT count(*) FROM predictions")).containsExactly("" + SqliteWriter.MAX_ITEMS);
    }

    @Test
    void othersWriteWhileAWriterGathers() throws Exception {
        try (ItemWriter slow = table.writer()) {
            slow.write(prediction(key(1), Value.number("1")));
            write(new SqliteTable(path, Duration.ZERO, () -> "id"), List.of(prediction(key(2), Value.number("2"))));
            slow.finish();
        }

        assertThat(table.items(MODEL, List.of(key(1), key(2)))).hasSize(2);
    }

    @Test
    void givesUpOnALockThatIsHeldForTooLong() throws Exception {
        write(table, predictions(0, 1));
        SqliteTable impatient = new SqliteTable(path, Duration.ofMillis(1), () -> "id");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> impatient.save(full("v1", "r1", 1)))
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                    .hasMessageStartingWith(
                            "cannot write sqlite:%s: locked by another process ([SQLITE_BUSY]".formatted(path))
                    .hasMessageEndingWith(": wait until it is done and run the same command again");
            assertThat(impatient.items(key(0), impatient::model)).hasSize(1);
        }
    }

    @Test
    void stopsWaitingForALockWhenInterrupted() throws Exception {
        write(table, predictions(0, 1));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> table.save(full("v1", "r1", 1)))
                    .hasMessage("stopped while sqlite:%s was locked: run the same command again".formatted(path));
        } finally {
            assertThat(Thread.interrupted()).as("still to be seen by others").isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "smiles\nCCO\n", "SQLite format 2, and much more of it"})
    void refusesAFileThatIsNoDatabaseAndLeavesItAsItIs(String content) throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);

        assertThatThrownBy(() -> table.items(key(1), table::model))
                .isInstanceOf(Failure.class)
                .hasMessage("sqlite:%s is not an SQLite database: move the file away or name another with --table"
                        .formatted(path));
        assertThatThrownBy(table::writer)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("sqlite:%s is not an SQLite database".formatted(path));
        assertThat(path).hasContent(content);
    }

    @Test
    void refusesADatabaseThatIsBroken() throws Exception {
        write(table, predictions(0, 1000));
        byte[] bytes = Files.readAllBytes(path);
        Arrays.fill(bytes, 16, bytes.length, (byte) 'x');
        Files.write(path, bytes);

        assertThatThrownBy(() -> table.items(key(1), table::model))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "cannot read sqlite:%s: not an SQLite database ([SQLITE_NOTADB] File opened that is not a database file (file is not a database)): move the file away or name another with --table"
                                .formatted(path));
    }

    @Test
    void takesAnEmptyFileForATableThatIsNotThereYet() throws Exception {
        Files.createDirectories(path.getParent());
        Files.createFile(path);

        answersNothingBeforeAnythingIsWritten();
        write(table, predictions(0, 1));

        assertThat(table.items(key(0), table::model)).hasSize(1);
    }

    @Test
    void refusesAFolder() throws IOException {
        Files.createDirectories(path);

        assertThatThrownBy(table::writer)
                .isInstanceOf(Failure.class)
                .hasMessage("sqlite:%s is a folder: name a file in it with --table".formatted(path));
    }

    @Test
    void refusesTheDatabaseOfAnotherProgram() throws Exception {
        Files.createDirectories(path.getParent());
        rows("PRAGMA user_version");
        change("CREATE TABLE predictions (id INTEGER)");

        assertThatThrownBy(table::writer)
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "sqlite:%s has schema 0, this precalc reads and writes 1 to 4: use the program that made it or name another file with --table"
                                .formatted(path));
    }

    @Test
    void refusesAFolderThatCannotBeMade() {
        assertThatThrownBy(() -> new SqliteTable(Path.of("/proc/x/predictions.db")).writer())
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage(
                        "cannot create the folder of sqlite:/proc/x/predictions.db: no such file or folder: make its parent writable or name another file with --table");
    }

    @Test
    void refusesAFileThatCannotBeMade() {
        assertThatThrownBy(() -> new SqliteTable(Path.of("/proc/predictions.db")).writer())
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "cannot write sqlite:/proc/predictions.db: [SQLITE_CANTOPEN] Unable to open the database file (unable to open database file): make file and folder writable or name another with --table");
    }

    @Test
    void saysWhichTableHoldsWhatItCannotRead() throws Exception {
        write(table, predictions(0, 1));
        change("UPDATE predictions SET output = '{}'");

        assertThatThrownBy(() -> table.items(MODEL, keys(predictions(0, 1))))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "%s contains something that precalc did not write (values are not a JSON array): serve the model again"
                                .formatted(table.name()));
    }

    /** What another program does to the file. */
    private void change(String sql) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
                Statement statement = other.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    cells.add(result.getString(i));
                }
                rows.add(String.join("|", cells.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }
}
