package io.ersilia.precalc.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder in which commands are tried: a library, a store, a table, and what of them can be seen. */
final class Scene {

    static final String ETHANOL = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N";
    static final String ETHYLAMINE = "QUSNBJAOOMFDIB-UHFFFAOYSA-N";

    private final Path folder;
    private Clock clock = Clock.systemUTC();

    Scene(Path folder) {
        this.folder = folder;
    }

    /** Stops the clock of all further commands. */
    Scene at(Instant now) {
        clock = Clock.fixed(now, ZoneOffset.UTC);
        return this;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** A file of these lines. */
    Scene file(String name, String... lines) {
        return bytes(name, String.join("\n", lines) + "\n");
    }

    /** A file of just this text. */
    Scene bytes(String name, String text) {
        try {
            Files.createDirectories(Objects.requireNonNull(path(name).getParent()));
            Files.writeString(path(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An imported partition of run {@code r}: a CSV without a manifest. */
    Scene imported(String... lines) {
        return bytes("store/out/eos3b5e/r/part-0001.csv", String.join("\n", lines));
    }

    /** Runs a command that goes well. */
    Scene after(String command) {
        Precalc.Result result = run(command);
        if (result.code() != ExitCode.DONE) {
            throw new IllegalStateException(command + ": " + result.err());
        }
        return this;
    }

    /** Cuts the file to that many bytes. */
    Scene cut(String name, int bytes) {
        return bytes(name, text(name).substring(0, bytes));
    }

    Scene replace(String name, String old, String by) {
        return bytes(name, text(name).replace(old, by));
    }

    Scene delete(String name) {
        try {
            Files.delete(path(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the command, its arguments separated by blanks; {@code {dir}} stands for the folder. */
    Precalc.Result run(String command) {
        return run(Map.of(), command);
    }

    /** The same with further variables. */
    Precalc.Result run(Map<String, String> environment, String command) {
        return new Precalc()
                .with("HOME", folder.toString())
                .with("AWS_EC2_METADATA_DISABLED", "true")
                .with(environment)
                .at(clock)
                .run(Stream.of(command.strip()
                                .replace("{dir}", folder.toString())
                                .split(" ", -1))
                        .map(word -> word.equals("''") ? "" : word)
                        .toArray(String[]::new));
    }

    /** Every file below the folder, hidden ones too, and every row of the table. */
    Set<String> listing() {
        Set<String> listing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString())
                    .forEach(listing::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listing.addAll(rows());
        return listing;
    }

    private List<String> rows() {
        Path table = path("store/predictions.db");
        List<String> rows = new ArrayList<>();
        if (!Files.exists(table)) {
            return rows;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + table);
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("SELECT input_key, coalesce(output, rejected) FROM predictions")) {
            while (found.next()) {
                rows.add(found.getString(1) + " " + found.getString(2));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is said, with the parts that differ each time replaced. */
    String steady(String said) {
        return said.replace(folder.toString(), "{dir}")
                .replaceAll("[0-9a-f]{64}", "{sha}")
                .replaceAll("; (under )?\\d+(\\.\\d)? s\\b", "; #.# s")
                .replaceAll("localhost:\\d+", "localhost:#")
                .replaceAll(
                        "\\d+ bytes, an item holds", "# bytes, an item holds"); // the time's digits differ in number
    }
}
