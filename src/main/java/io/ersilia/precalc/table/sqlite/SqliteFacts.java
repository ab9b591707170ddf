package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * The state of an SQLite file, read without a lock and without SQLite's side files, so that looking leaves nothing behind
 * and does not recover a killed writer's data.
 *
 * @param schema the version of its tables; 0 for an empty file
 */
public record SqliteFacts(int schema, State state) {

    /** What precalc can do with the file. */
    public enum State {
        READY,
        /** Ready, and a writer is active or was killed. */
        HAS_WRITER,
        /** This precalc does not support its schema, or it lacks the tables. */
        FOREIGN
    }

    private static final Set<String> TABLES = Set.of("predictions", "models", "current_models");

    /**
     * Looks at the file; empty if it does not exist.
     *
     * @throws Failure of kind UNAVAILABLE if it cannot be read or is not an SQLite database
     */
    public static Optional<SqliteFacts> look(Path path) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        SqliteFile.refuseOtherFiles(path);
        boolean sideFiles = Files.exists(path.resolveSibling(path.getFileName() + "-wal"));
        try {
            SqliteLibrary.load();
            // https://www.sqlite.org/uri.html#uriimmutable: no locks, no side files.
            try (Connection connection =
                    new SQLiteConfig().createConnection(JDBC.PREFIX + path.toUri() + "?mode=ro&immutable=1")) {
                int schema = schema(connection);
                Set<String> tables = tables(connection);
                boolean isEmpty = schema == SqliteSchema.NONE && tables.isEmpty();
                boolean isOurs =
                        schema >= SqliteSchema.OLDEST && schema <= SqliteSchema.VERSION && tables.containsAll(TABLES);
                State ready = sideFiles ? State.HAS_WRITER : State.READY;
                return Optional.of(new SqliteFacts(schema, isEmpty || isOurs ? ready : State.FOREIGN));
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "read sqlite:" + path);
        }
    }

    private static int schema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
