package io.ersilia.precalc.table;

import io.ersilia.precalc.run.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes items in transactions of bounded size. The lock is held only while a transaction is written, not while it is
 * gathered, so that other processes get their turn in between.
 */
final class SqliteWriter implements ItemWriter {

    /** Items of one transaction: enough that the commit's cost disappears, few enough that others do not wait long. */
    static final int MAX_ITEMS = 10_000;

    /** Characters of one transaction's values, which are in memory until it is written. */
    static final long MAX_CHARS = 8L * 1024 * 1024;

    private static final String PUT = """
            INSERT INTO predictions
              (input_key, model_id, smiles, output, rejected, timestamp, run_id, model_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (input_key, model_id) DO UPDATE SET
              smiles = excluded.smiles, output = excluded.output, rejected = excluded.rejected,
              timestamp = excluded.timestamp, run_id = excluded.run_id, model_version = excluded.model_version
            """;

    private final String name;
    private final SqliteFile file;
    private final Connection connection;
    private final PreparedStatement put;

    private int gathered;
    private int gatheredRejections;
    private long gatheredChars;
    private long predictions;
    private long rejections;

    SqliteWriter(String name, SqliteFile file, Connection connection) throws SQLException {
        this.name = name;
        this.file = file;
        this.connection = connection;
        this.put = connection.prepareStatement(PUT);
    }

    @Override
    public void write(Item item) throws InterruptedException {
        Reason rejected = item.rejected();
        String output = rejected == null ? ValueJson.write(item.values()) : null;
        try {
            put.setString(1, item.key().value());
            put.setString(2, item.model().value());
            put.setString(3, item.smiles());
            put.setString(4, output);
            put.setString(5, rejected == null ? null : rejected.label());
            put.setString(6, item.timestamp().toString());
            put.setString(7, item.run().value());
            put.setString(8, item.modelVersion());
            put.addBatch();
            gathered++;
            gatheredRejections += rejected == null ? 0 : 1;
            gatheredChars += item.smiles().length() + (output == null ? 0 : output.length());
            if (gathered >= MAX_ITEMS || gatheredChars >= MAX_CHARS) {
                commit();
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        }
    }

    @Override
    public Written finish() throws InterruptedException {
        try {
            if (gathered > 0) {
                commit();
            }
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

    private void commit() throws SQLException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("while writing " + name);
        }
        file.executeWhenFree(connection, "BEGIN IMMEDIATE");
        put.executeBatch();
        SqliteFile.execute(connection, "COMMIT");
        predictions += gathered - gatheredRejections;
        rejections += gatheredRejections;
        gathered = 0;
        gatheredRejections = 0;
        gatheredChars = 0;
    }

    @Override
    public void close() {
        try (connection) { // the last connection to close also clears away the write-ahead log
            put.close();
        } catch (SQLException e) {
            throw SqliteFailures.of(e, "write " + name);
        }
    }
}
