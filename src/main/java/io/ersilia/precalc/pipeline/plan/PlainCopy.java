package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.library.ReferenceLibrary;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.RunStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;

/**
 * A copy, as plain CSV in the store, of a library that is not plain CSV: workers read ranges of its bytes. It is named after
 * its content, so that the same file is copied once.
 */
record PlainCopy(RunStore store, ReferenceLibrary file, String sha256) {

    /** Makes the copy if there is none. */
    void keep() {
        if (store.libraryCopy(sha256).size().isPresent()) {
            return;
        }
        try (TemporaryFolder work = TemporaryFolder.create()) {
            Path copy = work.file("library.csv");
            if (!copy(copy).equals(sha256)) {
                throw Failure.input("the library changed while it was read: run the same command again");
            }
            store.saveLibraryCopy(sha256, copy);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("make a plain copy of the library", e);
        }
    }

    /** Writes the copy and returns its hash. */
    private String copy(Path copy) throws IOException {
        try (InputStream in = file.plain();
                DigestOutputStream out = new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(copy)), Sha256.digest())) {
            in.transferTo(out);
            return Sha256.hex(out.getMessageDigest());
        }
    }
}
