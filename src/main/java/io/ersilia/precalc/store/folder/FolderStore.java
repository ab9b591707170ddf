package io.ersilia.precalc.store.folder;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileFailures;
import io.ersilia.precalc.store.Keys;
import io.ersilia.precalc.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in a folder, which is created by the first write. */
public final class FolderStore implements ObjectStore {

    private final Path root;
    private final Leftovers leftovers;

    public FolderStore(Path root) {
        this(root, Clock.systemUTC());
    }

    FolderStore(Path root, Clock clock) {
        this.root = root;
        this.leftovers = new Leftovers(root, clock);
    }

    @Override
    public String uri() {
        return root.toString();
    }

    @Override
    public ByteSource source(String key) {
        return new FileSource(path(key));
    }

    @Override
    public Optional<byte[]> read(String key) {
        Path path = path(key);
        if (source(key).size().isEmpty()) {
            return Optional.empty();
        }
        try (InputStream file = new FileInputStream(path.toFile())) {
            return Optional.of(file.readAllBytes());
        } catch (IOException e) {
            if (Files.notExists(path)) { // removed since
                return Optional.empty();
            }
            throw FileFailures.reading(path, e);
        }
    }

    @Override
    public void save(String key, Path file) {
        Path path = pathToWrite(key);
        try (InputStream content = new FileInputStream(file.toFile());
                TemporaryFile temporary = TemporaryFile.beside(path)) {
            temporary.fill(content);
            temporary.replace(path);
        } catch (IOException e) {
            throw FileFailures.writing(path, e);
        }
    }

    @Override
    public void save(String key, byte[] content) {
        Path path = pathToWrite(key);
        try (TemporaryFile temporary = TemporaryFile.beside(path)) {
            temporary.fill(new ByteArrayInputStream(content));
            temporary.replace(path);
        } catch (IOException e) {
            throw FileFailures.writing(path, e);
        }
    }

    @Override
    public boolean create(String key, byte[] content) {
        Path path = pathToWrite(key);
        if (Files.exists(path)) {
            return false;
        }
        try (TemporaryFile temporary = TemporaryFile.beside(path)) {
            temporary.fill(new ByteArrayInputStream(content));
            return temporary.linkUnlessThere(path);
        } catch (IOException e) {
            throw FileFailures.writing(path, e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        Keys.checkedPrefix(prefix);
        refuseFile();
        try {
            return FolderListing.of(root, prefix);
        } catch (IOException e) {
            throw FileFailures.reading(root, e);
        }
    }

    @Override
    public List<String> folders(String folder) {
        Path inside = root.resolve(Keys.checkedFolder(folder));
        refuseFile();
        return names(inside).stream()
                .filter(name -> name.endsWith("/"))
                .map(name -> name.substring(0, name.length() - 1))
                .filter(Keys::isKey)
                .filter(name -> hasFile(inside.resolve(name)))
                .sorted()
                .toList();
    }

    private static boolean hasFile(Path folder) {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.anyMatch(Files::isRegularFile);
        } catch (NoSuchFileException e) { // removed since
            return false;
        } catch (IOException e) {
            throw FileFailures.reading(folder, e);
        } catch (UncheckedIOException e) {
            throw FileFailures.reading(folder, Objects.requireNonNull(e.getCause()));
        }
    }

    /** The names of the files and folders directly in any folder, in no order; those of folders end in {@code /}. */
    public static List<String> names(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw FileFailures.reading(folder, e);
        }
    }

    /** Also removes folders that become empty, so that checkpoints leave nothing behind. */
    @Override
    public void delete(String key) {
        Path path = path(key);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw FileFailures.writing(path, e);
        }
        for (Path folder = path.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            try {
                Files.delete(folder);
            } catch (IOException e) { // not empty, or another process removed it
                return;
            }
        }
    }

    private Path pathToWrite(String key) {
        Path path = path(key);
        leftovers.clear(key);
        return path;
    }

    private Path path(String key) {
        Keys.checked(key);
        refuseFile();
        return root.resolve(key);
    }

    private void refuseFile() {
        if (Files.isDirectory(root)) {
            return;
        }
        if (Files.exists(root)) {
            throw Failure.unavailable("%s is a file, not a folder: choose another with --store".formatted(root));
        }
        LocalPath.deadLink(root).ifPresent(link -> {
            throw Failure.unavailable(
                    "%s: create the folder that it leads to, or choose another with --store".formatted(link));
        });
    }
}
