package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.LastTime;
import io.ersilia.precalc.table.ValueJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes items in few large transactions, each in the order of its keys, so that a transaction visits each page of the
 * index once. The lock is held only while a transaction is written, not while it is gathered, so that other processes
 * get their turn in between.
 */
final class SqliteWriter implements ItemWriter {

    /**
     * The most items of one transaction. Keys are random, so a transaction of ten thousand items already changes nearly every page
     * of the index; these take about 30 MB until they are written.
     */
    static final int MAX_ITEMS = 100_000;

    /** The most characters of one transaction's SMILES and values, held in memory until it is written. */
    static final long MAX_CHARS = 8L * 1024 * 1024;

    /** Items passed to SQLite in one call; in between, the writer checks whether it must stop. */
    private static final int BATCH = 1000;

    /** Writes to the table that lookups see, or to the staged one, which has an additional column for the stage. */
    private static final String PUT = """
            INSERT INTO %1$s
              (input_key, model_id, smiles, output, rejected, timestamp, run_id, model_version%2$s)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?%3$s)
            ON CONFLICT (input_key, model_id%2$s) DO UPDATE SET
              smiles = excluded.smiles, output = excluded.output, rejected = excluded.rejected,
              timestamp = excluded.timestamp, run_id = excluded.run_id, model_version = excluded.model_version
            """;

    /** Most keys differ in their first letters: comparing those as one number makes sorting several times faster. */
    private static final Comparator<Row> BY_KEY = Comparator.comparingLong((Row row) -> row.start)
            .thenComparing(row -> row.key.value())
            .thenComparing(row -> row.model.value());

    private final String name;
    private final SqliteFile file;
    private final Connection connection;
    private final String stage;
    private final PreparedStatement putShown;
    private @Nullable PreparedStatement putBeside;

    private final List<Row> gathered = new ArrayList<>();
    private long gatheredChars;
    private long predictions;
    private long rejections;

    /** An item with its values as text, which takes less memory. */
    private record Row(
            long start,
            InchiKey key,
            ModelId model,
            String smiles,
            @Nullable String output,
            @Nullable Reason rejected,
            Instant timestamp,
            RunId run,
            @Nullable String modelVersion) {

        static Row of(Item item) {
            return new Row(
                    start(item.key().value()),
                    item.key(),
                    item.model(),
                    item.smiles(),
                    item.rejected() == null ? ValueJson.write(item.values()) : null,
                    item.rejected(),
                    item.timestamp(),
                    item.run(),
                    item.modelVersion());
        }

        /** The first letters as a number that sorts the same way. */
        private static long start(String key) {
            long start = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                start = start << Byte.SIZE | key.charAt(i);
            }
            return start;
        }

        int chars() {
            return smiles.length() + (output == null ? 0 : output.length());
        }
    }

    SqliteWriter(String name, SqliteFile file, Connection connection, String stage) throws SQLException {
        this.name = name;
        this.file = file;
        this.connection = connection;
        this.stage = stage;
        this.putShown = connection.prepareStatement(PUT.formatted("predictions", "", ""));
    }

    @Override
    public void write(Item item) throws InterruptedException {
        Row row = Row.of(item);
        gathered.add(row);
        gatheredChars += row.chars();
        if (gathered.size() >= MAX_ITEMS || gatheredChars >= MAX_CHARS) {
            commit();
        }
    }

    @Override
    public Written finish() throws InterruptedException {
        try {
            commit();
            // Commits survive the end of the process at once, but a power failure only from here on.
            SqliteFile.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            return written();
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        }
    }

    @Override
    public Written written() {
        return new Written(predictions, rejections, 0);
    }

    private void commit() throws InterruptedException {
        if (gathered.isEmpty()) {
            return;
        }
        gathered.sort(BY_KEY);
        try {
            stopIfInterrupted();
            file.executeWhenFree(connection, "BEGIN IMMEDIATE");
            putAll();
            SqliteFile.execute(connection, "COMMIT");
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        }
        long rejected = gathered.stream().filter(row -> row.rejected != null).count();
        rejections += rejected;
        predictions += gathered.size() - rejected;
        gathered.clear();
        gatheredChars = 0;
    }

    private void putAll() throws SQLException, InterruptedException {
        LastTime time = new LastTime();
        Map<ModelId, PreparedStatement> puts = new HashMap<>();
        int batched = 0;
        for (Row row : gathered) {
            PreparedStatement put = puts.get(row.model);
            if (put == null) { // within the transaction: which stage lookups see may change between two
                put = put(row.model);
                puts.put(row.model, put);
            }
            put.setString(1, row.key.value());
            put.setString(2, row.model.value());
            put.setString(3, row.smiles);
            put.setString(4, row.output);
            put.setString(5, row.rejected == null ? null : row.rejected.label());
            put.setString(6, time.text(row.timestamp));
            put.setString(7, row.run.value());
            put.setString(8, row.modelVersion);
            put.addBatch();
            if (++batched % BATCH == 0) {
                put.executeBatch();
                stopIfInterrupted();
            }
        }
        putShown.executeBatch();
        if (putBeside != null) {
            putBeside.executeBatch();
        }
    }

    private PreparedStatement put(ModelId model) throws SQLException {
        if (stage.equals(SqliteStages.shown(connection, model))) {
            return putShown;
        }
        if (putBeside == null) { // a file without staged runs has no such table
            putBeside = connection.prepareStatement(
                    PUT.formatted("staged_predictions", ", stage", ", '%s'".formatted(stage)));
        }
        return putBeside;
    }

    /** An unfinished transaction is rolled back when the connection closes. */
    private void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("while writing " + name);
        }
    }

    @Override
    public void close() {
        try (connection) { // closing the last connection also removes the write-ahead log
            putShown.close();
            if (putBeside != null) {
                putBeside.close();
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        }
    }
}
