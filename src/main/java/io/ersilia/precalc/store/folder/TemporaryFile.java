package io.ersilia.precalc.store.folder;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** A hidden file beside its target, which is to appear completely or not at all; closing removes it. */
final class TemporaryFile implements AutoCloseable {

    /** How often the folder is created again when another process removes it as empty at the same moment. */
    private static final int MAX_TRIES = 10;

    private static final Pattern NAME = Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    private static final Object ONE_PER_PROCESS = new Object();

    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /** Creates the file, and its folder if missing. Its name is hidden, so that no listing shows it. */
    static TemporaryFile beside(Path target) throws IOException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file of a store has a folder");
        Path path = folder.resolve("." + UUID.randomUUID() + ".tmp");
        for (int attempt = 1; ; attempt++) {
            Files.createDirectories(folder);
            try {
                return new TemporaryFile(Files.createFile(path));
            } catch (NoSuchFileException e) {
                if (attempt == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Whether the file's name is that of a temporary file. */
    static boolean isOne(Path file) {
        Path name = file.getFileName();
        return name != null && NAME.matcher(name.toString()).matches();
    }

    /** Uses a plain stream, not a channel, so that an interrupted thread can still save its work. */
    void fill(InputStream content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(path.toFile())) {
            content.transferTo(file);
            file.getFD().sync(); // otherwise a crash may leave the new name without content
        }
    }

    void replace(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Becomes the target only if that does not exist; returns whether it did. */
    boolean linkUnlessThere(Path target) throws IOException {
        try {
            Files.createLink(target, path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException e) { // no hard links here
            return renameUnlessThere(target);
        }
    }

    /** Renames under a lock, because a lock ends with its process, unlike a file that marks a claim. */
    boolean renameUnlessThere(Path target) throws IOException {
        synchronized (ONE_PER_PROCESS) {
            Path lock = target.resolveSibling(".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid() || Files.exists(target)) {
                    return false;
                }
                replace(target);
                return true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
