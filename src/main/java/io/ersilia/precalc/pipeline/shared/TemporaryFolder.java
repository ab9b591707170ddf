package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.PrivateFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private temporary folder, deleted with all its contents when closed. */
public final class TemporaryFolder implements Closeable {

    private final Path folder;

    private TemporaryFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A failure with the files in such a folder.
     *
     * @param doing what was tried, as in "cannot …"
     */
    public static Failure trouble(String doing, IOException e) {
        return Failure.unavailable(
                "cannot %s in the temporary folder %s: %s: %s"
                        .formatted(
                                doing,
                                System.getProperty("java.io.tmpdir"),
                                Printable.reason(e),
                                PrivateFolder.remedy("free some space there and run the same command again")),
                e);
    }

    public static TemporaryFolder create() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("precalc-"));
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        PrivateFolder.delete(folder);
    }
}
