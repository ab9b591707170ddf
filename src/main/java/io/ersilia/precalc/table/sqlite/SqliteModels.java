package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of models and their versions in an SQLite table. */
final class SqliteModels {

    private static final String COLUMNS =
            "model_id, model_version, columns, run_id, created, sample, deterministic, items, rejected, ";

    private static final String FACTS = "facts";

    /** Selects records that are not of staged runs. */
    private static final String PLAIN = ", FALSE FROM ";

    private SqliteModels() {}

    static Optional<ModelRecord> current(Connection connection, ModelId model) throws SQLException {
        return select(connection, currentModels(connection) + " WHERE model_id = ?", model.value()).stream()
                .findFirst();
    }

    static Optional<ModelRecord> version(Connection connection, ModelId model, @Nullable String version)
            throws SQLException {
        return select(connection, PLAIN + "models WHERE model_id = ? AND model_version IS ?", model.value(), version)
                .stream()
                .findFirst();
    }

    /** The record of a staged run. */
    static Optional<ModelRecord> staged(Connection connection, ModelId model, String run) throws SQLException {
        return SqliteSchema.hasStages(connection)
                ? select(connection, ", TRUE FROM staged_models WHERE model_id = ? AND run_id = ?", model.value(), run)
                        .stream()
                        .findFirst()
                : Optional.empty();
    }

    /** The record that was current before the last one was published. */
    static Optional<ModelRecord> before(Connection connection, ModelId model) throws SQLException {
        if (!SqliteSchema.hasStages(connection)) {
            return Optional.empty();
        }
        try (PreparedStatement statement = prepare(
                        connection,
                        "SELECT before_stage, before_version FROM current_models WHERE model_id = ?",
                        model.value());
                ResultSet row = statement.executeQuery()) {
            String stage = row.next() ? row.getString(1) : null;
            if (stage == null) {
                return Optional.empty();
            }
            return stage.equals(SqliteStages.PLAIN)
                    ? version(connection, model, row.getString(2))
                    : staged(connection, model, stage);
        }
    }

    private static String currentModels(Connection connection) throws SQLException {
        return (SqliteSchema.hasStages(connection) ? ", staged FROM " : PLAIN) + "current_models";
    }

    /** The current records, starting at that id. */
    static List<ModelRecord> all(Connection connection, @Nullable ModelId from, int most) throws SQLException {
        return select(
                connection,
                currentModels(connection) + " WHERE model_id >= ? ORDER BY model_id LIMIT ?",
                from == null ? "" : from.value(),
                most);
    }

    /** Within a transaction that holds the write lock, so that nothing changes between reading and replacing. */
    static void save(Connection connection, ModelRecord model) throws SQLException {
        if (version(connection, model.model(), model.version()).stream().allMatch(model::mayReplace)) {
            // NULL equals no other NULL, so "insert or replace" would keep both rows.
            update(
                    connection,
                    "DELETE FROM models WHERE model_id = ? AND model_version IS ?",
                    model.model().value(),
                    model.version());
            insert(connection, "models", model);
        }
        if (current(connection, model.model()).stream().allMatch(known -> !known.staged() && model.mayReplace(known))) {
            makeCurrent(connection, model);
        }
        markCurrent(connection, model.model());
    }

    static void makeCurrent(Connection connection, ModelRecord model) throws SQLException {
        update(
                connection,
                "DELETE FROM current_models WHERE model_id = ?",
                model.model().value());
        insert(connection, "current_models", model);
    }

    /** Saves the record of a staged run and keeps its ranks: a finished run may be served again. */
    static void saveStaged(Connection connection, ModelRecord model) throws SQLException {
        Optional<LibraryRanks> ranks =
                SqliteRanks.staged(connection, model.model(), model.run().value());
        forgetStaged(connection, model);
        insert(connection, "staged_models", model);
        if (ranks.isPresent()) {
            SqliteRanks.saveStaged(connection, model, ranks.get());
        }
    }

    /** Removes the record of a staged run. */
    static void forgetStaged(Connection connection, ModelRecord gone) throws SQLException {
        update(
                connection,
                "DELETE FROM staged_models WHERE model_id = ? AND run_id = ?",
                gone.model().value(),
                gone.run().value());
    }

    /** Within a transaction that holds the write lock, as for {@link #save}. */
    static void forget(Connection connection, ModelRecord gone, @Nullable ModelRecord next) throws SQLException {
        ModelId model = gone.model();
        if (version(connection, model, gone.version())
                .filter(found -> !found.run().equals(gone.run()))
                .isPresent()) {
            return;
        }
        update(
                connection,
                "DELETE FROM models WHERE model_id = ? AND model_version IS ?",
                model.value(),
                gone.version());
        if (current(connection, model)
                .filter(found -> !found.staged() && Objects.equals(found.version(), gone.version()))
                .isPresent()) {
            update(connection, "DELETE FROM current_models WHERE model_id = ?", model.value());
            if (next != null) {
                insert(connection, "current_models", next);
            }
        }
        markCurrent(connection, model);
    }

    static void markCurrent(Connection connection, ModelId model) throws SQLException {
        update(
                connection,
                "UPDATE models SET current = EXISTS (SELECT 1 FROM current_models c"
                        + " WHERE c.model_id = models.model_id AND c.model_version IS models.model_version)"
                        + " WHERE model_id = ?",
                model.value());
    }

    private static void insert(Connection connection, String table, ModelRecord model) throws SQLException {
        update(
                connection,
                "INSERT INTO " + table + " (" + COLUMNS + FACTS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                model.model().value(),
                model.version(),
                Json.compact(model.columns()),
                model.run().value(),
                model.created().toString(),
                model.sample(),
                model.deterministic(),
                model.items(),
                model.rejected(),
                model.facts().isEmpty() ? null : Json.compact(model.facts()));
    }

    static void update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static List<ModelRecord> select(Connection connection, String from, @Nullable Object... parameters)
            throws SQLException {
        String facts = SqliteSchema.hasFacts(connection) ? FACTS : "NULL";
        try (PreparedStatement statement = prepare(connection, "SELECT " + COLUMNS + facts + from, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<ModelRecord> records = new ArrayList<>();
            while (rows.next()) {
                records.add(record(rows));
            }
            return records;
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static ModelRecord record(ResultSet row) throws SQLException {
        String facts = row.getString(10);
        return new ModelRecord(
                new ModelId(row.getString(1)),
                row.getString(2),
                List.of(Json.parse(row.getString(3), String[].class)),
                new Rank(new RunId(row.getString(4)), Instant.parse(row.getString(5)), row.getBoolean(6)),
                row.getBoolean(7),
                count(row, 8),
                count(row, 9),
                facts == null ? ModelFacts.NONE : Json.parse(facts, ModelFacts.class),
                row.getBoolean(11));
    }

    private static @Nullable Long count(ResultSet row, int column) throws SQLException {
        long count = row.getLong(column);
        return row.wasNull() ? null : count;
    }
}
