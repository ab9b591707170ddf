package io.ersilia.precalc.store.folder;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary files left by processes that were killed while writing. Each folder of a store is cleared of them once, before
 * the first write to it; a write never fails because of them.
 */
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    /** A file that is being written changes all the time, so the process that wrote one this old is gone. */
    private static final Duration OLD = Duration.ofHours(1);

    private final Path root;
    private final Clock clock;
    private final Set<Path> cleared = ConcurrentHashMap.newKeySet();

    Leftovers(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /** Clears the first folder on the key's path with everything in it, or the store's own files if the key has no folder. */
    void clear(String key) {
        int slash = key.indexOf('/');
        Path folder = slash < 0 ? root : root.resolve(key.substring(0, slash));
        if (!cleared.add(folder) || !Files.isDirectory(folder)) {
            return;
        }
        Instant before = clock.instant().minus(OLD);
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.noneOf(FileVisitOption.class),
                    slash < 0 ? 1 : Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            boolean old =
                                    attributes.lastModifiedTime().toInstant().isBefore(before);
                            if (old && attributes.isRegularFile() && TemporaryFile.isOne(file)) {
                                remove(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            log.debug("cannot look for temporary files in {}", folder, e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
            log.debug("removed {}, which an earlier process left half written", file);
        } catch (IOException e) {
            log.debug("cannot remove {}", file, e);
        }
    }
}
