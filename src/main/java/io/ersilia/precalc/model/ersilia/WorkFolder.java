package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.PrivateFolder;
import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a session keeps its files while it lasts; its name never holds what the CLI takes for its own. */
record WorkFolder(Path folder) {

    /** Makes a new one. */
    static WorkFolder within(Path parent) {
        return new WorkFolder(PrivateFolder.within(parent, "model-"));
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
        PrivateFolder.delete(folder);
    }
}
