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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

    private static final String ITEM =
            "SELECT input_key, model_id, smiles, output, rejected, timestamp, run_id, model_version FROM predictions ";

    private final String name;
    private final SqliteFile file;

    public SqliteTable(Path path) {
        this(path, LOCK_TIMEOUT, () -> UUID.randomUUID().toString());
    }

    /** @param newIds gives each new file its id, a different one each time */
    SqliteTable(Path path, Duration lockTimeout, Supplier<String> newIds) {
        this.name = "sqlite:" + path;
        this.file = new SqliteFile(path, lockTimeout, newIds);
    }

    @Override
    public String name() {
        return name;
    }

    /** Also empty for a file from before ids were introduced, until the next write. */
    @Override
    public Optional<String> id() {
        return read(SqliteSchema::id).flatMap(found -> found);
    }

    @Override
    public Optional<WriteCapacity> capacity() {
        return Optional.empty();
    }

    @Override
    public ItemWriter writer() {
        try {
            return new SqliteWriter(name, file, file.openToWrite());
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
        return select(
                ITEM + "WHERE model_id = ? AND input_key IN (SELECT value FROM json_each(?))", model.value(), array);
    }

    @Override
    public List<Item> items(InchiKey key) {
        return select(ITEM + "WHERE input_key = ? ORDER BY model_id", key.value());
    }

    @Override
    public Optional<ModelRecord> model(ModelId model) {
        return read(connection -> SqliteModels.current(connection, model)).flatMap(found -> found);
    }

    @Override
    public Optional<ModelRecord> model(ModelId model, @Nullable String version) {
        return read(connection -> SqliteModels.version(connection, model, version))
                .flatMap(found -> found);
    }

    @Override
    public List<ModelRecord> models(@Nullable ModelId from, int most) {
        return read(connection -> SqliteModels.all(connection, from, most)).orElse(List.of()).stream()
                .map(model -> model.withFacts(model.facts().titleOnly()))
                .toList();
    }

    @Override
    public void save(ModelRecord model) {
        write(connection -> {
            SqliteModels.save(connection, model);
            return model;
        });
    }

    @Override
    public Optional<LibraryRanks> ranks(ModelId model) {
        return read(connection -> SqliteRanks.of(connection, model)).flatMap(found -> found);
    }

    @Override
    public void save(ModelRecord model, LibraryRanks ranks) {
        write(connection -> {
            SqliteRanks.save(connection, model, ranks);
            return ranks;
        });
    }

    @Override
    public Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope scope) {
        Stop.check();
        return isThere()
                ? write(connection -> SqliteDeletes.delete(connection, model, keys, scope))
                : new Deleted(0, 0, keys.size(), 0);
    }

    @Override
    public void forget(ModelRecord gone, @Nullable ModelRecord next) {
        if (isThere()) {
            write(connection -> {
                SqliteRanks.forget(connection, gone);
                SqliteModels.forget(connection, gone, next);
                return gone;
            });
        }
    }

    /** Whether the file has tables; writing would create them. */
    private boolean isThere() {
        return read(connection -> true).isPresent();
    }

    /** In one transaction. */
    private <T> T write(Question<T> change) {
        try (Connection connection = file.openToWrite()) {
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

    private List<Item> select(String sql, String... parameters) {
        return read(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        for (int i = 0; i < parameters.length; i++) {
                            statement.setString(i + 1, parameters[i]);
                        }
                        List<Item> items = new ArrayList<>();
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                items.add(item(rows));
                            }
                        }
                        return items;
                    }
                })
                .orElse(List.of());
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

    private <T> Optional<T> read(Question<T> question) {
        try {
            Optional<Connection> opened = file.openToRead();
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (Connection connection = opened.get()) {
                return Optional.of(question.ask(connection));
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
