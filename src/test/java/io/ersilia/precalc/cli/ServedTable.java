package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.LocalServer;
import io.ersilia.precalc.api.LookupApi;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The lookup API over a table on disk, which breaks down at the first SMILES that it is sent. */
final class ServedTable implements AutoCloseable {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final PredictionTable table;
    private final LocalServer server;

    ServedTable(Path file, @Nullable String key) {
        table = new SqliteTable(file);
        LookupApi api = new LookupApi(
                table,
                () -> {
                    throw new IllegalStateException("SMILES were sent");
                },
                key);
        server = LocalServer.start(api, 0, true, log::add);
    }

    String url() {
        return server.url();
    }

    /** A line for each request. */
    List<String> log() {
        return log;
    }

    @Override
    public void close() {
        server.close();
        table.close();
    }
}
