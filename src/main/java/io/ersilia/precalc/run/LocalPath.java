package io.ersilia.precalc.run;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Paths on this machine, as users write them. */
public final class LocalPath {

    private LocalPath() {}

    /** Which link leads to nothing, if the path or a folder above it is one: no folder can be created there. */
    public static Optional<String> deadLink(Path path) {
        return Stream.iterate(path, Objects::nonNull, Path::getParent)
                .filter(one -> Files.isSymbolicLink(one) && Files.notExists(one))
                .findFirst()
                .map("%s is a link that leads nowhere"::formatted);
    }

    /**
     * The path that the text names.
     *
     * @throws IllegalArgumentException if no file can have this name, e.g. in a locale that has only ASCII characters
     */
    public static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            boolean isOfLocale = e.getReason().startsWith("Malformed input");
            throw new IllegalArgumentException(
                    isOfLocale
                            ? "the path '%s' has characters that this locale cannot name (%s): run the same command with LC_ALL=C.UTF-8, or name another"
                                    .formatted(Printable.of(text), System.getProperty("sun.jnu.encoding"))
                            : "'%s' is not a path (%s): name another".formatted(Printable.of(text), e.getReason()));
        }
    }
}
