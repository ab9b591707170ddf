package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The ranks of models' numbers in the library, in an SQLite table. */
final class SqliteRanks {

    private SqliteRanks() {}

    static Optional<LibraryRanks> of(Connection connection, ModelId model) throws SQLException {
        if (!SqliteSchema.hasFacts(connection)) {
            return Optional.empty(); // the file was made before ranks were kept, and not written since
        }
        try (PreparedStatement statement = SqliteModels.prepare(
                        connection, "SELECT ranks FROM model_ranks WHERE model_id = ?", model.value());
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(read(row.getString(1))) : Optional.empty();
        }
    }

    /** The ranks of a staged run. */
    static Optional<LibraryRanks> staged(Connection connection, ModelId model, String run) throws SQLException {
        if (!SqliteSchema.hasStages(connection)) {
            return Optional.empty();
        }
        try (PreparedStatement statement = SqliteModels.prepare(
                        connection,
                        "SELECT ranks FROM staged_models WHERE model_id = ? AND run_id = ?",
                        model.value(),
                        run);
                ResultSet row = statement.executeQuery()) {
            return Optional.ofNullable(row.next() ? row.getString(1) : null).map(SqliteRanks::read);
        }
    }

    static void saveStaged(Connection connection, ModelRecord model, LibraryRanks ranks) throws SQLException {
        SqliteModels.update(
                connection,
                "UPDATE staged_models SET ranks = ? WHERE model_id = ? AND run_id = ?",
                Json.compact(ranks),
                model.model().value(),
                model.run().value());
    }

    /** Within a transaction that holds the write lock, so that nothing changes between reading and replacing. */
    static void save(Connection connection, ModelRecord model, LibraryRanks ranks) throws SQLException {
        if (mayReplace(connection, model)) {
            SqliteModels.update(
                    connection,
                    "INSERT OR REPLACE INTO model_ranks (model_id, model_version, run_id, created, sample, ranks)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    model.model().value(),
                    model.version(),
                    model.run().value(),
                    model.created().toString(),
                    model.sample(),
                    Json.compact(ranks));
        }
    }

    private static boolean mayReplace(Connection connection, ModelRecord model) throws SQLException {
        try (PreparedStatement statement = SqliteModels.prepare(
                        connection,
                        "SELECT run_id, created, sample FROM model_ranks WHERE model_id = ?",
                        model.model().value());
                ResultSet row = statement.executeQuery()) {
            return !row.next()
                    || model.rank()
                            .mayReplace(new Rank(
                                    new RunId(row.getString(1)), Instant.parse(row.getString(2)), row.getBoolean(3)));
        }
    }

    private static LibraryRanks read(String json) {
        return Json.parse(json, LibraryRanks.class);
    }

    /** Removes ranks of that version. */
    static void forget(Connection connection, ModelRecord gone) throws SQLException {
        SqliteModels.update(
                connection,
                "DELETE FROM model_ranks WHERE model_id = ? AND model_version IS ?",
                gone.model().value(),
                gone.version());
    }
}
