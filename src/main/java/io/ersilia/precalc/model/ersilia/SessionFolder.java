package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.ModelUser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a session keeps its files while it lasts; its name never looks like a file of the CLI.
 *
 * @param user the user that the model runs as, who gets folders to write to; null for the user of this process
 */
record SessionFolder(Path folder, @Nullable ModelUser user) {

    static SessionFolder within(Path parent, @Nullable ModelUser user) {
        return new SessionFolder(PrivateFolder.within(parent, "model-"), user);
    }

    /** The session's own temporary folder. None of our files go there, as the CLI removes what it finds. */
    Path temporary() {
        return folder.resolve("tmp");
    }

    /** The output of the CLI's steps. */
    Path steps() {
        return folder.resolve("steps.log");
    }

    BatchFiles batch() {
        return new BatchFiles(folder.resolve("batch.csv"), values().resolve("values.csv"));
    }

    /** Where the model writes. Files written for it are elsewhere, so that it cannot replace them with links. */
    private Path values() {
        return folder.resolve("values");
    }

    /** Makes the folders that the model writes to, if they are absent. */
    void createForTheModel() {
        try {
            if (user != null) {
                user.letThrough(folder);
            }
            for (Path one : List.of(temporary(), values())) {
                Files.createDirectories(one);
                if (user != null) {
                    user.give(one);
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw Failure.unavailable(
                    user == null
                            ? "cannot create folders in %s (%s)".formatted(folder, e.getMessage())
                            : "cannot give a folder in %s to %s (%s): --model-user needs root, e.g. with sudo"
                                    .formatted(folder, user.name(), e.getMessage()),
                    e);
        }
    }

    /** Adds to the steps' output. */
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
