package io.ersilia.precalc.store.folder;

import io.ersilia.precalc.store.Keys;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys in a folder that start with a prefix, gathered while other processes write and delete. */
final class FolderListing extends SimpleFileVisitor<Path> {

    private final Path root;
    private final String prefix;
    private final List<String> keys = new ArrayList<>();

    private FolderListing(Path root, String prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    static List<String> of(Path root, String prefix) throws IOException {
        FolderListing listing = new FolderListing(root, prefix);
        Path start = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing);
        Collections.sort(listing.keys);
        return List.copyOf(listing.keys);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String key = key(folder);
        boolean leadsThere = key.isEmpty() || key.startsWith(prefix) || prefix.startsWith(key + "/");
        boolean hidden = !key.isEmpty() && !Keys.isKey(key);
        return leadsThere && !hidden ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String key = key(file);
        if (attributes.isRegularFile() && key.startsWith(prefix) && Keys.isKey(key)) {
            keys.add(key);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        return passOver(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
        return e == null ? FileVisitResult.CONTINUE : passOver(e);
    }

    /** Skips files that have vanished since they were listed; any other error is thrown. */
    private static FileVisitResult passOver(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private String key(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }
}
