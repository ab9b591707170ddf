package io.ersilia.precalc.store.folder;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteRange;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileFailures;
import io.ersilia.precalc.store.LimitedInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The bytes of a file. */
public record FileSource(Path path) implements ByteSource {

    @Override
    public String uri() {
        return path.toString();
    }

    @Override
    public OptionalLong size() {
        if (!Files.exists(path)) {
            return OptionalLong.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw Failure.input("%s is a directory, expected a file: name the file in it".formatted(path));
            }
            if (!attributes.isRegularFile()) { // a pipe cannot be read from any position
                throw Failure.input("%s is not a regular file: copy its content into one".formatted(path));
            }
            return OptionalLong.of(attributes.size());
        } catch (IOException e) {
            throw FileFailures.reading(path, e);
        }
    }

    /** Uses a plain stream, not a channel, because an interruption must not close the file under the reader. */
    @Override
    public InputStream open(long from, long to) throws IOException {
        ByteRange range = new ByteRange(from, to);
        if (size().isEmpty()) {
            throw Failure.input("no such file: %s: correct the path".formatted(path));
        }
        InputStream file = stream();
        try {
            file.skip(range.from()); // beyond the end there is nothing to read, as promised
            return new LimitedInputStream(file, range.to() - range.from());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public ByteSource unchanging() {
        return new Unchanging(this, mark());
    }

    /** Attributes that tell this file from a later replacement; empty if there is no file. */
    private Optional<List<@Nullable Object>> mark() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(Arrays.asList(now.fileKey(), now.size(), now.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailures.reading(path, e);
        }
    }

    private record Unchanging(FileSource file, Optional<List<@Nullable Object>> mark) implements ByteSource {

        @Override
        public String uri() {
            return file.uri();
        }

        @Override
        public OptionalLong size() {
            return file.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            InputStream opened = file.open(from, to);
            if (!file.mark().equals(mark)) {
                opened.close();
                throw FileFailures.changed(uri());
            }
            return opened;
        }

        @Override
        public ByteSource unchanging() {
            return this;
        }
    }

    private InputStream stream() {
        try {
            return new FileInputStream(path.toFile());
        } catch (FileNotFoundException e) { // thrown for denied permission, too
            throw FileFailures.reading(path, e);
        }
    }
}
