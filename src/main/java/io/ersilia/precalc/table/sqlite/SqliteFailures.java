package io.ersilia.precalc.table.sqlite;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.PrivateFolder;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteException;

/** What an error of SQLite means for the user, in one line. */
final class SqliteFailures {

    /** Extended result codes carry the primary one in their low byte, https://www.sqlite.org/rescode.html. */
    private static final int PRIMARY = 0xff;

    private static final int SQLITE_PERM = 3;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;

    private SqliteFailures() {}

    /**
     * Translates the failure of a call.
     *
     * @param doing what was attempted, as in "cannot …": {@code write sqlite:predictions.db}
     */
    static Failure of(SQLException e, String doing) {
        if (rootOf(e) instanceof NativeLibraryNotFoundException) {
            return failure(
                    e,
                    doing,
                    "SQLite's native library cannot be unpacked into the folder for temporary files",
                    PrivateFolder.remedy(
                            "free space there or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER"));
        }
        String said = Printable.of(String.valueOf(rootOf(e).getMessage()));
        return switch (code(e)) {
            case SQLITE_BUSY ->
                failure(
                        e,
                        doing,
                        "locked by another process (%s)".formatted(said),
                        "wait until it is done and run the same command again");
            case SQLITE_FULL, SQLITE_IOERR ->
                failure(
                        e,
                        doing,
                        "disk full or broken (%s)".formatted(said),
                        "free space there and run the same command again");
            case SQLITE_NOTADB, SQLITE_CORRUPT ->
                failure(
                        e,
                        doing,
                        "not an SQLite database (%s)".formatted(said),
                        "move the file away or name another with --table");
            case SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN ->
                failure(e, doing, said, "make file and folder writable or name another with --table");
            default -> failure(e, doing, said, "check file and folder or name another with --table");
        };
    }

    private static Failure failure(SQLException e, String doing, String why, String remedy) {
        return Failure.unavailable("cannot %s: %s: %s".formatted(doing, why, remedy), e);
    }

    static boolean isBusy(SQLException e) {
        return code(e) == SQLITE_BUSY;
    }

    private static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & PRIMARY : 0;
    }

    /** The innermost cause: its message has the code's name, its meaning and, in brackets, SQLite's own words. */
    private static Throwable rootOf(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : rootOf(cause);
    }
}
