package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.table.PredictionTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;

/** The tables of the SQLite file, plain enough for any tool to read. */
final class SqliteSchema {

    /** The version of a file without our tables. */
    static final int NONE = 0;

    /** The oldest readable version: a file without an id, which the next write adds. */
    static final int OLDEST = 1;

    /** Kept in the file as {@code user_version}; a higher version is from a later precalc. */
    static final int VERSION = 4;

    /** The version of a file without staged runs, which earlier precalcs read too. */
    private static final int USUAL = 3;

    /** The first version whose files have an id. */
    private static final int WITH_ID = 2;

    /** The first version that keeps facts about models. */
    private static final int WITH_FACTS = 3;

    /** The first version that has staged runs. */
    private static final int WITH_STAGES = 4;

    /** The columns about a version in both tables of models. */
    private static final String FACTS = """
            model_version TEXT,
            columns TEXT NOT NULL,
            run_id TEXT NOT NULL,
            created TEXT NOT NULL,
            sample INTEGER NOT NULL,
            deterministic INTEGER NOT NULL,
            items INTEGER,
            rejected INTEGER,
            facts TEXT""";

    /**
     * {@code models} has a row per version; its version is NULL when unknown, which a primary key of SQLite
     * allows, see https://www.sqlite.org/lang_createtable.html#the_primary_key. {@code current_models} has the record of
     * the current version, which may be from a different run than that version's row.
     */
    private static final String CREATE = """
            CREATE TABLE predictions (
              input_key TEXT NOT NULL,
              model_id TEXT NOT NULL,
              smiles TEXT NOT NULL,
              output TEXT,
              rejected TEXT,
              timestamp TEXT NOT NULL,
              run_id TEXT NOT NULL,
              model_version TEXT,
              PRIMARY KEY (input_key, model_id)
            );
            CREATE TABLE models (
              model_id TEXT NOT NULL,
              %1$s,
              current INTEGER NOT NULL DEFAULT 0,
              PRIMARY KEY (model_id, model_version)
            );
            CREATE TABLE current_models (
              model_id TEXT NOT NULL PRIMARY KEY,
              %1$s
            );
            """.formatted(FACTS);

    /** How the numbers of a model's current version rank in the library, as JSON. */
    private static final String CREATE_RANKS = """
            CREATE TABLE model_ranks (
              model_id TEXT NOT NULL PRIMARY KEY,
              model_version TEXT,
              run_id TEXT NOT NULL,
              created TEXT NOT NULL,
              sample INTEGER NOT NULL,
              ranks TEXT NOT NULL
            );
            """;

    /**
     * Staged runs, which lookups do not see. The stage is the run id; it is empty for predictions served without staging, which
     * are moved here while a published run takes their place. {@code before_stage} is the stage of the previously current
     * record, NULL for none.
     */
    private static final String CREATE_STAGES = """
            CREATE TABLE staged_predictions (
              input_key TEXT NOT NULL,
              model_id TEXT NOT NULL,
              stage TEXT NOT NULL,
              smiles TEXT NOT NULL,
              output TEXT,
              rejected TEXT,
              timestamp TEXT NOT NULL,
              run_id TEXT NOT NULL,
              model_version TEXT,
              PRIMARY KEY (input_key, model_id, stage)
            );
            CREATE TABLE staged_models (
              model_id TEXT NOT NULL,
              %s,
              ranks TEXT,
              PRIMARY KEY (model_id, run_id)
            );
            ALTER TABLE current_models ADD COLUMN staged INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE current_models ADD COLUMN before_stage TEXT;
            ALTER TABLE current_models ADD COLUMN before_version TEXT;
            """.formatted(FACTS);

    /** One row: the id of this file alone, see {@link PredictionTable#id}. */
    private static final String CREATE_IDENTITY = "CREATE TABLE identity (table_id TEXT NOT NULL PRIMARY KEY)";

    private SqliteSchema() {}

    /**
     * Adds what an older version lacks. Call within a transaction that holds the write lock.
     *
     * @param stages whether to add the tables for staged runs
     */
    static void bringUpToDate(Connection connection, int version, boolean stages, Supplier<String> newIds)
            throws SQLException {
        if (version < USUAL) {
            bringUpToDate(connection, version, newIds);
        }
        if (stages && version < WITH_STAGES) {
            SqliteFile.execute(connection, CREATE_STAGES);
            SqliteFile.execute(connection, "PRAGMA user_version = " + WITH_STAGES);
        }
    }

    private static void bringUpToDate(Connection connection, int version, Supplier<String> newIds) throws SQLException {
        if (version == NONE) {
            SqliteFile.execute(connection, CREATE);
        } else if (version < WITH_FACTS) {
            SqliteFile.execute(connection, "ALTER TABLE models ADD COLUMN facts TEXT");
            SqliteFile.execute(connection, "ALTER TABLE current_models ADD COLUMN facts TEXT");
        }
        if (version < WITH_FACTS) {
            SqliteFile.execute(connection, CREATE_RANKS);
        }
        if (version < WITH_ID) {
            SqliteFile.execute(connection, CREATE_IDENTITY);
            try (PreparedStatement identity = connection.prepareStatement("INSERT INTO identity VALUES (?)")) {
                identity.setString(1, newIds.get());
                identity.executeUpdate();
            }
        }
        SqliteFile.execute(connection, "PRAGMA user_version = " + USUAL);
    }

    /** Whether the tables of models have a column for facts. */
    static boolean hasFacts(Connection connection) throws SQLException {
        return isFrom(WITH_FACTS, connection);
    }

    /** Whether there are tables for staged runs. */
    static boolean hasStages(Connection connection) throws SQLException {
        return isFrom(WITH_STAGES, connection);
    }

    private static boolean isFrom(int first, Connection connection) throws SQLException {
        return first(connection, "PRAGMA user_version")
                .filter(version -> Integer.parseInt(version) >= first)
                .isPresent();
    }

    /** The file's id; empty in a file from before ids were introduced. */
    static Optional<String> id(Connection connection) throws SQLException {
        String select = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'identity'";
        return first(connection, select).isEmpty()
                ? Optional.empty()
                : first(connection, "SELECT table_id FROM identity");
    }

    private static Optional<String> first(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }
}
