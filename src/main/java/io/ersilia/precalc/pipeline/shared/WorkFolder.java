package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A private temporary folder, gone with all that is in it when closed. */
public final class WorkFolder implements Closeable {

    private final Path folder;

    private WorkFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Trouble with what is in such a folder.
     *
     * @param doing what was tried, as in "cannot …"
     */
    public static Failure trouble(String doing, IOException e) {
        return Failure.unavailable(
                "cannot %s in the temporary folder %s: %s: free some space there and run the same command again"
                        .formatted(doing, System.getProperty("java.io.tmpdir"), Printable.reason(e)),
                e);
    }

    public static WorkFolder create() throws IOException {
        return new WorkFolder(Files.createTempDirectory("precalc-"));
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(WorkFolder::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
