package io.ersilia.precalc.api;

import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The client against the server of this program over a table of SQLite. */
class RemoteLookupTest implements VersionedSourceContract {

    @TempDir
    private Path folder = Path.of("");

    private PredictionTable table = new MemoryTable();
    private @Nullable LocalServer server;

    static LookupApi api(PredictionTable table) {
        return new LookupApi(
                table,
                () -> {
                    throw new IllegalStateException("SMILES were sent");
                },
                "hush");
    }

    @BeforeEach
    void serve() {
        table = new SqliteTable(folder.resolve("predictions.db"));
        server = LocalServer.start(api(table), 0, true, line -> {});
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(server).close();
        table.close();
    }

    @Override
    public PredictionSource source() {
        return source(Objects.requireNonNull(server));
    }

    static RemoteLookup source(LocalServer server) {
        return new RemoteLookup(
                RemoteLookup.url(server.url() + "/"),
                "hush",
                pause -> {
                    throw new IllegalStateException("nothing to wait for: " + pause);
                },
                false);
    }

    @Override
    public PredictionTable table() {
        return table;
    }
}
