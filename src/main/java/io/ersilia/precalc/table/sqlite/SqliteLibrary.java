package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Printable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library and removes its unpacked copy at once: the driver would remove it only when the process
 * ends, which fails if it is killed.
 */
final class SqliteLibrary {

    /** The property that says where the driver unpacks it. */
    private static final String FOLDER = "org.sqlite.tmpdir";

    private static boolean loaded;

    private SqliteLibrary() {}

    static synchronized void load() throws SQLException {
        if (loaded || System.getProperty(FOLDER) != null) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("precalc-sqlite-");
            System.setProperty(FOLDER, folder.toString());
            try {
                SQLiteJDBCLoader.initialize();
                loaded = true;
            } finally {
                System.clearProperty(FOLDER);
                remove(folder);
            }
        } catch (IOException e) {
            throw new SQLException(new NativeLibraryNotFoundException(Printable.reason(e)));
        } catch (Exception e) { // all that the driver's loader declares
            throw new SQLException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        File[] files = folder.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
            Files.deleteIfExists(file.toPath());
        }
        Files.deleteIfExists(folder);
    }
}
