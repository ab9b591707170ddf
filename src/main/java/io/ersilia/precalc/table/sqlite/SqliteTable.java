package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.ValueJson;
import io.ersilia.precalc.table.WriteCapacity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Predictions in one SQLite file, for any tool to read. Every call opens its own connection, so that threads and
 * processes may share the file and none of SQLite's side files stays behind.
 */
public final class SqliteTable implements PredictionTable {

    /** How long another process may hold the file's lock before the call fails. */
    static final Duration LOCK_TIMEOUT = Duration.ofMinutes(1);

    /** The predictions of one molecule in all models, each with its stage. */
    private static final String MOLECULE = """
            SELECT %1$s, coalesce(
              (SELECT c.run_id FROM current_models c WHERE c.model_id = p.model_id AND c.staged), '')
              FROM predictions p WHERE input_key = ?1
            UNION ALL SELECT %1$s, stage FROM staged_predictions WHERE input_key = ?1 ORDER BY model_id
            """.formatted(SqliteStages.COLUMNS);

    private static final String MOLECULE_WITHOUT_STAGES =
            "SELECT %s, '' FROM predictions WHERE input_key = ? ORDER BY model_id".formatted(SqliteStages.COLUMNS);

    private final String name;
    private final SqliteFile file;

    /** The staged run; null for the table itself. */
    private final @Nullable RunId stage;

    public SqliteTable(Path path) {
        this(path, LOCK_TIMEOUT, () -> UUID.randomUUID().toString());
    }

    /** @param newIds gives each new file its id, a different one each time */
    SqliteTable(Path path, Duration lockTimeout, Supplier<String> newIds) {
        this("sqlite:" + path, new SqliteFile(path, lockTimeout, newIds), null);
    }

    private SqliteTable(String name, SqliteFile file, @Nullable RunId stage) {
        this.name = name;
        this.file = file;
        this.stage = stage;
    }

    @Override
    public PredictionTable staged(RunId run) {
        return new SqliteTable(name, file, run);
    }

    @Override
    public String name() {
        return name;
    }

    /** Also empty for a file from before ids were introduced, until the next write. */
    @Override
    public Optional<String> id() {
        return read(SqliteSchema::id).map(id -> stage == null ? id : "%s, staged %s".formatted(id, stage));
    }

    @Override
    public Optional<WriteCapacity> capacity() {
        return Optional.empty();
    }

    @Override
    public ItemWriter writer() {
        try {
            return new SqliteWriter(name, file, file.openToWrite(stage != null), SqliteStages.of(stage));
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public List<Item> items(ModelId model, Collection<InchiKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        String array = keys.stream().map(key -> '"' + key.value() + '"').collect(Collectors.joining(",", "[", "]"));
        return all(connection -> select(
                connection,
                "SELECT %s, '' FROM %s AND input_key IN (SELECT value FROM json_each(?))"
                        .formatted(SqliteStages.COLUMNS, SqliteStages.place(connection, model, SqliteStages.of(stage))),
                array,
                (item, any) -> true));
    }

    @Override
    public List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> current) {
        return all(connection -> select(
                connection,
                SqliteSchema.hasStages(connection) ? MOLECULE : MOLECULE_WITHOUT_STAGES,
                key.value(),
                (item, itsStage) -> itsStage.equals(
                        current.apply(item.model()).map(SqliteStages::of).orElse(SqliteStages.PLAIN))));
    }

    @Override
    public Optional<ModelRecord> model(ModelId model) {
        return read(connection -> stage == null
                ? SqliteModels.current(connection, model)
                : SqliteModels.staged(connection, model, stage.value()));
    }

    @Override
    public Optional<ModelRecord> model(ModelId model, @Nullable String version) {
        return stage == null
                ? read(connection -> SqliteModels.version(connection, model, version))
                : model(model).filter(known -> Objects.equals(known.version(), version));
    }

    @Override
    public List<ModelRecord> models(@Nullable ModelId from, int most) {
        return all(connection -> SqliteModels.all(connection, from, most)).stream()
                .map(model -> model.withFacts(model.facts().titleOnly()))
                .toList();
    }

    @Override
    public void save(ModelRecord model) {
        write(connection -> {
            if (stage == null) {
                SqliteModels.save(connection, model);
            } else {
                SqliteModels.saveStaged(connection, model);
            }
            return model;
        });
    }

    @Override
    public Optional<LibraryRanks> ranks(ModelId model) {
        return read(connection -> stage == null
                ? SqliteRanks.of(connection, model)
                : SqliteRanks.staged(connection, model, stage.value()));
    }

    @Override
    public void save(ModelRecord model, LibraryRanks ranks) {
        write(connection -> {
            if (stage == null) {
                SqliteRanks.save(connection, model, ranks);
            } else {
                SqliteRanks.saveStaged(connection, model, ranks);
            }
            return ranks;
        });
    }

    @Override
    public Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope scope) {
        Stop.check();
        return isThere()
                ? write(connection -> SqliteDeletes.delete(
                        connection, SqliteStages.place(connection, model, SqliteStages.of(stage)), keys, scope))
                : new Deleted(0, 0, keys.size(), 0);
    }

    @Override
    public void forget(ModelRecord gone, @Nullable ModelRecord next) {
        if (isThere()) {
            write(connection -> {
                if (stage == null) {
                    SqliteRanks.forget(connection, gone);
                    SqliteModels.forget(connection, gone, next);
                } else {
                    SqliteStages.forget(connection, gone);
                }
                return gone;
            });
        }
    }

    @Override
    public boolean publish(ModelRecord next, @Nullable ModelRecord current) {
        return write(connection -> {
            Optional<ModelRecord> there = SqliteModels.current(connection, next.model());
            boolean isExpected = current == null
                    ? there.isEmpty()
                    : there.filter(one -> one.run().equals(current.run()) && one.staged() == current.staged())
                            .isPresent();
            if (isExpected) {
                SqliteStages.publish(connection, next, there);
            }
            return isExpected;
        });
    }

    @Override
    public Optional<ModelRecord> before(ModelId model) {
        return read(connection -> SqliteModels.before(connection, model));
    }

    /** Whether the file has tables; writing would create them. */
    private boolean isThere() {
        return read(connection -> Optional.of(true)).isPresent();
    }

    /** Makes the change in one transaction. */
    private <T> T write(Question<T> change) {
        try (Connection connection = file.openToWrite(stage != null)) {
            file.executeWhenFree(connection, "BEGIN IMMEDIATE");
            T answer = change.ask(connection);
            SqliteFile.execute(connection, "COMMIT");
            return answer;
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        // Nothing stays open between calls.
    }

    /** The wanted items among those the statement finds; {@code wanted} gets each with its stage. */
    private static List<Item> select(
            Connection connection, String sql, String parameter, BiPredicate<Item, String> wanted) throws SQLException {
        try (PreparedStatement statement = SqliteModels.prepare(connection, sql, parameter);
                ResultSet rows = statement.executeQuery()) {
            List<Item> items = new ArrayList<>();
            while (rows.next()) {
                Item item = item(rows);
                if (wanted.test(item, rows.getString(9))) {
                    items.add(item);
                }
            }
            return items;
        }
    }

    private static Item item(ResultSet row) throws SQLException {
        String output = row.getString(4);
        String rejected = row.getString(5);
        return new Item(
                new InchiKey(row.getString(1)),
                new ModelId(row.getString(2)),
                row.getString(3),
                output == null ? List.<Value>of() : ValueJson.read(output),
                rejected == null ? null : Reason.ofLabel(rejected),
                Instant.parse(row.getString(6)),
                new RunId(row.getString(7)),
                row.getString(8));
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> List<T> all(Question<List<T>> question) {
        return read(connection -> Optional.of(question.ask(connection))).orElse(List.of());
    }

    private <T> Optional<T> read(Question<Optional<T>> question) {
        try {
            Optional<Connection> opened = file.openToRead();
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (Connection connection = opened.get()) {
                SqliteFile.execute(connection, "BEGIN"); // all its statements see the file as it is now
                return question.ask(connection);
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "read " + name);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Failure.unavailable(
                    "%s contains something that precalc did not write (%s): serve the model again"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    private Failure interrupted(InterruptedException e) {
        return Stop.interrupted("stopped while %s was locked: run the same command again".formatted(name), e);
    }
}
