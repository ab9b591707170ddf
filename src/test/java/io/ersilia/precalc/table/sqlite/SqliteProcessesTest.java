package io.ersilia.precalc.table.sqlite;

import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.sqlite.SqliteWriter.MAX_ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.table.Items;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SQLite table under several processes, one that is killed, and one that runs out of disk. */
@Timeout(120)
class SqliteProcessesTest {

    @TempDir
    private Path folder;

    @Test
    void twoProcessesWriteAtOnce() throws Exception {
        Path path = folder.resolve("predictions.db");
        int each = MAX_ITEMS + 7;

        Process first = SqliteWriterProcess.start("unlimited", path, 0, each);
        Process second = SqliteWriterProcess.start("unlimited", path, each, 2 * each);

        assertThat(lastLine(first)).isEqualTo("" + each);
        assertThat(lastLine(second)).isEqualTo("" + each);
        assertThat(found(path)).isEqualTo(2 * each);
        assertThat(folder).isDirectoryNotContaining("glob:**-{wal,shm}");
    }

    @Test
    void aKilledProcessLeavesWholeTransactionsAndNoLock() throws Exception {
        Path path = folder.resolve("predictions.db");
        Process process = SqliteWriterProcess.start("unlimited", path, 0, Integer.MAX_VALUE);
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("committed");
        } finally {
            process.destroyForcibly().waitFor();
        }

        int kept = found(path);
        assertThat(kept).isPositive();
        assertThat(kept % MAX_ITEMS).isZero();

        Items.write(new SqliteTable(path), predictions(kept, kept + 1));
        assertThat(found(path)).isEqualTo(kept + 1);
        assertThat(folder).isDirectoryNotContaining("glob:**-{wal,shm}");
    }

    @Test
    void aFullDiskKeepsWhatWasCommittedAndSaysWhatToDo() throws Exception {
        Path path = folder.resolve("predictions.db");

        String said = lastLine(SqliteWriterProcess.start("65536", path, 0, Integer.MAX_VALUE));

        assertThat(said)
                .startsWith("cannot write sqlite:%s: disk full or broken ([SQLITE_".formatted(path))
                .endsWith("): free space there and run the same command again");
        int kept = found(path);
        assertThat(kept).isPositive();
        assertThat(kept % MAX_ITEMS).isZero();
    }

    @Test
    void saysWhereSpaceIsMissingForSqliteItself() throws Exception {
        Path path = folder.resolve("predictions.db");

        String said = lastLine(SqliteWriterProcess.start("64", path, 0, 1));

        assertThat(said)
                .isEqualTo(
                        "cannot write sqlite:%s: SQLite's native library cannot be unpacked into the folder for temporary files: free space there or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER"
                                .formatted(path));
    }

    private static int found(Path path) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM predictions")) {
            return count.getInt(1);
        }
    }

    private static String lastLine(Process process) throws IOException, InterruptedException {
        List<String> lines;
        try (BufferedReader reader = process.inputReader()) {
            lines = reader.lines().toList();
        }
        process.waitFor();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
