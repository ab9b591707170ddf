package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The file of an SQLite table: connections to it, and its schema, which the first write creates. */
final class SqliteFile {

    /** How long SQLite waits for a lock at a time; in between, the writer checks whether it must stop. */
    private static final Duration LOCK_SLICE = Duration.ofMillis(250);

    /** Page cache of a connection that writes, in KiB: the index over random keys should fit. */
    private static final int CACHE_KIB = 64 * 1024;

    /** The beginning of every database, https://www.sqlite.org/fileformat.html#magic_header_string. */
    private static final byte[] HEAD = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final Duration lockTimeout;
    private final Supplier<String> newIds;

    SqliteFile(Path path, Duration lockTimeout, Supplier<String> newIds) {
        this.path = path.toAbsolutePath();
        this.lockTimeout = lockTimeout;
        this.newIds = newIds;
    }

    /** A connection for reading; if there is no table yet, empty, and nothing is created. */
    Optional<Connection> openToRead() throws SQLException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        Connection connection = open(config, lockTimeout);
        try {
            if (version(connection) == SqliteSchema.NONE) {
                connection.close();
                return Optional.empty();
            }
            return Optional.of(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * A connection for writing; creates the folder, file and schema if absent, and updates an older schema.
     *
     * @param stages whether to add the tables for staged runs
     */
    Connection openToWrite(boolean stages) throws SQLException, InterruptedException {
        createFolder();
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-CACHE_KIB);
        Connection connection = open(config, LOCK_SLICE);
        try {
            executeWhenFree(connection, "PRAGMA journal_mode = WAL");
            executeWhenFree(connection, "BEGIN IMMEDIATE");
            SqliteSchema.bringUpToDate(connection, version(connection), stages, newIds);
            execute(connection, "COMMIT");
            return connection;
        } catch (SQLException | InterruptedException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Runs a statement that needs a lock; waits for others to release it, up to a limit. */
    void executeWhenFree(Connection connection, String sql) throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                execute(connection, sql);
                return;
            } catch (SQLException e) {
                if (!SqliteFailures.isBusy(e) || System.nanoTime() - begin >= lockTimeout.toNanos()) {
                    throw e;
                }
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("while " + path + " is locked");
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Connection open(SQLiteConfig config, Duration busyTimeout) throws SQLException {
        refuseOtherFiles(path);
        SqliteLibrary.load();
        config.setBusyTimeout((int) busyTimeout.toMillis());
        // As a URI, so that a question mark in the path is not taken for the start of options.
        return config.createConnection(JDBC.PREFIX + path.toUri());
    }

    /** SQLite takes a file of a few bytes for an empty database and would overwrite it. */
    static void refuseOtherFiles(Path path) {
        if (Files.isDirectory(path)) {
            throw Failure.unavailable("sqlite:%s is a folder: name a file in it with --table".formatted(path));
        }
        if (!Files.isRegularFile(path)) {
            return;
        }
        try (InputStream file = Files.newInputStream(path)) {
            byte[] head = file.readNBytes(HEAD.length);
            if (head.length > 0 && !Arrays.equals(head, HEAD)) {
                throw Failure.unavailable(
                        "sqlite:%s is not an SQLite database: move the file away or name another with --table"
                                .formatted(path));
            }
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read sqlite:%s: %s: make the file readable or name another with --table"
                            .formatted(path, e.getClass().getSimpleName()),
                    e);
        }
    }

    /** The version of the file's schema; {@link SqliteSchema#NONE} before its first write. */
    private int version(Connection connection) throws SQLException {
        int version = number(connection, "PRAGMA user_version");
        if (version == SqliteSchema.NONE && number(connection, "SELECT count(*) FROM sqlite_master") == 0) {
            return version;
        }
        if (version < SqliteSchema.OLDEST || version > SqliteSchema.VERSION) {
            throw Failure.unavailable(
                    "sqlite:%s has schema %d, this precalc reads and writes %d to %d: use the program that made it or name another file with --table"
                            .formatted(path, version, SqliteSchema.OLDEST, SqliteSchema.VERSION));
        }
        return version;
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getInt(1);
        }
    }

    private void createFolder() {
        Path folder = path.getParent();
        if (folder == null || Files.isDirectory(folder)) { // checked first, as a link to a folder counts as one
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            Optional<String> link = LocalPath.deadLink(folder);
            throw Failure.unavailable(
                    "cannot create the folder of sqlite:%s: %s: %s or name another file with --table"
                            .formatted(
                                    path,
                                    link.orElseGet(() -> Printable.reason(e)),
                                    link.isPresent()
                                            ? "create the folder that it leads to"
                                            : "make its parent writable"),
                    e);
        }
    }
}
