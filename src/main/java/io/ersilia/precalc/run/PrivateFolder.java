package io.ersilia.precalc.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that only this process uses, removed when its work is done. */
public final class PrivateFolder {

    private static final Logger log = LoggerFactory.getLogger(PrivateFolder.class);

    private PrivateFolder() {}

    /**
     * What to do about the folder for temporary files.
     *
     * @param trouble what to do if it is there
     */
    public static String remedy(String trouble) {
        File folder = new File(System.getProperty("java.io.tmpdir"));
        return folder.exists()
                ? trouble
                : "%s does not exist: create it, or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER"
                        .formatted(folder);
    }

    /**
     * Creates a new folder.
     *
     * @param prefix of its name
     * @throws Failure of kind UNAVAILABLE if it cannot be created
     */
    public static Path within(Path parent, String prefix) {
        try {
            return Files.createTempDirectory(Files.createDirectories(parent), prefix);
        } catch (IOException e) {
            throw Failure.unavailable(
                    "no place to work: cannot create a folder in %s (%s); name one that is writable"
                            .formatted(parent, e.getMessage()),
                    e);
        }
    }

    /** Removes the folder and its contents, as far as possible. */
    public static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            log.debug("cannot remove {}", tree, e);
        }
    }
}
