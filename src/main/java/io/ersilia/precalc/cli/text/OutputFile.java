package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file that a command was told to write. It appears whole or not at all.
 *
 * @param option that names it, for messages
 */
public record OutputFile(Path path, String option) {

    public static OutputFile of(Path path, String option) {
        return new OutputFile(path.toAbsolutePath(), option);
    }

    public void requireWritable() {
        if (Files.isDirectory(path)) {
            throw Failure.usage("%s is a folder: name a file in it with %s".formatted(path, option));
        }
        try {
            if (!isDevice()) {
                Files.delete(beside());
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** What a file is to contain, written piece by piece. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Writer out) throws IOException;
    }

    public void write(String lines) {
        write(out -> out.write(lines));
    }

    public void write(Content content) {
        writeBytes(bytes -> {
            try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
                content.writeTo(isDevice() && Terminal.is(path) ? new VisibleWriter(out) : out);
            }
        });
    }

    /** What a file is to contain that is not text. */
    @FunctionalInterface
    public interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    public void writeBytes(Bytes content) {
        try {
            if (isDevice()) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                    content.writeTo(out);
                }
                return;
            }
            Path whole = beside();
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole))) {
                    content.writeTo(out);
                }
                Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A device or pipe is written into; a file is replaced. */
    private boolean isDevice() {
        return Files.exists(path) && !Files.isRegularFile(path);
    }

    /** A new file with the permissions of any other; those of {@link Files#createTempFile} are for its owner alone. */
    private Path beside() throws IOException {
        return Files.createFile(path.resolveSibling(".precalc-" + UUID.randomUUID() + ".tmp"));
    }

    private Failure refused(IOException e) {
        return Failure.unavailable(
                "cannot write %s: %s; name another file with %s".formatted(path, Printable.reason(e), option), e);
    }
}
