package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an SQLite file keeps predictions of staged runs: beside the table {@code predictions}, which holds what lookups see,
 * for any tool to read. Publishing swaps the two.
 */
final class SqliteStages {

    /** The stage of predictions served without staging. */
    static final String PLAIN = "";

    /** The columns of a prediction. */
    static final String COLUMNS = "input_key, model_id, smiles, output, rejected, timestamp, run_id, model_version";

    private SqliteStages() {}

    static String of(@Nullable RunId run) {
        return run == null ? PLAIN : run.value();
    }

    static String of(ModelRecord record) {
        return record.staged() ? record.run().value() : PLAIN;
    }

    /** The stage from which lookups see the model's predictions. */
    static String shown(Connection connection, ModelId model) throws SQLException {
        return SqliteModels.current(connection, model).map(SqliteStages::of).orElse(PLAIN);
    }

    /** Table and condition that select the predictions of a stage. Stages and models contain no characters that need quoting. */
    static String place(Connection connection, ModelId model, String stage) throws SQLException {
        if (stage.equals(shown(connection, model))) {
            return "predictions WHERE model_id = '%s'".formatted(model);
        }
        return SqliteSchema.hasStages(connection)
                ? "staged_predictions WHERE model_id = '%s' AND stage = '%s'".formatted(model, stage)
                : "predictions WHERE FALSE";
    }

    /** Makes the record the current one, so that lookups see its predictions. */
    static void publish(Connection connection, ModelRecord next, Optional<ModelRecord> current) throws SQLException {
        show(connection, next.model(), of(next));
        SqliteModels.makeCurrent(connection, next);
        SqliteModels.update(
                connection,
                "UPDATE current_models SET staged = ?, before_stage = ?, before_version = ? WHERE model_id = ?",
                next.staged(),
                current.map(SqliteStages::of).orElse(null),
                current.map(ModelRecord::version).orElse(null),
                next.model().value());
        SqliteModels.markCurrent(connection, next.model());
    }

    /** Removes the record of a staged run; if lookups saw it, they see what was served without staging. */
    static void forget(Connection connection, ModelRecord gone) throws SQLException {
        ModelId model = gone.model();
        if (shown(connection, model).equals(gone.run().value())) {
            show(connection, model, PLAIN);
            SqliteModels.update(connection, "DELETE FROM current_models WHERE model_id = ?", model.value());
            SqliteModels.markCurrent(connection, model);
        }
        SqliteModels.forgetStaged(connection, gone);
    }

    /** Moves the predictions that lookups see aside, and puts those of the stage in their place. */
    static void show(Connection connection, ModelId model, String stage) throws SQLException {
        String before = shown(connection, model);
        if (stage.equals(before)) {
            return;
        }
        String there = place(connection, model, before);
        String beside = place(connection, model, stage);
        SqliteModels.update(
                connection,
                "INSERT INTO staged_predictions (%1$s, stage) SELECT %1$s, '%2$s' FROM %3$s ORDER BY input_key"
                        .formatted(COLUMNS, before, there));
        SqliteModels.update(connection, "DELETE FROM " + there);
        SqliteModels.update(
                connection,
                "INSERT INTO predictions (%1$s) SELECT %1$s FROM %2$s ORDER BY input_key".formatted(COLUMNS, beside));
        SqliteModels.update(connection, "DELETE FROM " + beside);
    }
}
