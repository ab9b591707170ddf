package io.ersilia.precalc.doctor;

import io.ersilia.precalc.table.sqlite.SqliteFacts;
import io.ersilia.precalc.table.sqlite.SqliteFacts.State;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table in an SQLite file, as far as it can be checked without opening it for writing. */
public record SqliteCheck(Path file) implements Check {

    @Override
    public String name() {
        return "table";
    }

    @Override
    public String remedy() {
        return "make the file and its folder writable, or name another with --table";
    }

    @Override
    public Finding look() throws IOException {
        SqliteFacts found = SqliteFacts.look(file).orElse(null);
        Path folder = DiskCheck.nearest(file.resolveSibling("."));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return error("sqlite:%s cannot be written: %s is not a writable folder".formatted(file, folder), remedy());
        }
        if (found == null) {
            return ok("sqlite:%s is created by the first serve".formatted(file));
        }
        if (!Files.isWritable(file)) {
            return error("sqlite:%s cannot be written".formatted(file));
        }
        if (found.state() == State.FOREIGN) {
            return error(
                    "sqlite:%s has schema %d, or not the tables that this precalc reads and writes"
                            .formatted(file, found.schema()),
                    "use the precalc that created it, or name another file with --table");
        }
        return ok("sqlite:%s, schema %d, %s%s"
                .formatted(
                        file,
                        found.schema(),
                        Words.size(Files.size(file)),
                        found.state() == State.HAS_WRITER
                                ? "; another process is writing to it, or was stopped while doing so"
                                : ""));
    }
}
