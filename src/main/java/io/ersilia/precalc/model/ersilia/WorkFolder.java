package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a session keeps its files while it lasts; its name never holds what the CLI takes for its own. */
record WorkFolder(Path folder) {

    private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);

    /** Makes a new one. */
    static WorkFolder within(Path parent) {
        try {
            Files.createDirectories(parent);
            return new WorkFolder(Files.createTempDirectory(parent, "model-"));
        } catch (IOException e) {
            throw Failure.unavailable(
                    "no place to work: cannot create a folder in %s (%s); name one that is writable"
                            .formatted(parent, e.getMessage()),
                    e);
        }
    }

    /** The session's own temporary folder. Nothing of ours goes in there: the CLI removes what it finds. */
    Path temporary() {
        return folder.resolve("tmp");
    }

    /** What the steps of the CLI said. */
    Path steps() {
        return folder.resolve("steps.log");
    }

    BatchFiles batch() {
        return BatchFiles.in(folder.resolve("batch"));
    }

    void createTemporary() {
        try {
            Files.createDirectories(temporary());
        } catch (IOException e) {
            throw Failure.unavailable("cannot create the folder %s (%s)".formatted(temporary(), e.getMessage()), e);
        }
    }

    /** Notes more of what was said. */
    void note(String said) {
        try {
            Files.writeString(steps(), said, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw Failure.unavailable("cannot write %s (%s)".formatted(steps(), e.getMessage()), e);
        }
    }

    void delete() {
        delete(folder);
    }

    /** Removes the folder and all that is in it, as far as possible. */
    static void delete(Path tree) {
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
