package io.ersilia.precalc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The JDKs of this machine that can run precalc. */
final class Jdks {

    private static final int OLDEST = 17;

    private Jdks() {}

    /** The one that runs this. */
    static Path own() {
        return real(Path.of(System.getProperty("java.home")));
    }

    /**
     * The others, the oldest first: beside this one, or named by a variable such as {@code JAVA_HOME_25_X64}, as GitHub's runners
     * do. Without any, the calling test is skipped.
     */
    static List<Path> others() throws IOException {
        try (Stream<Path> beside = Files.list(Objects.requireNonNull(own().getParent()))) {
            List<Path> others = Stream.concat(beside, named())
                    .filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
                    .map(Jdks::real)
                    .distinct() // one is often there under several names
                    .filter(jdk -> !jdk.equals(own()) && feature(jdk) >= OLDEST)
                    .sorted(Comparator.comparing(Jdks::feature))
                    .toList();
            assumeTrue(!others.isEmpty(), "no second JDK beside " + own());
            return others;
        }
    }

    private static Stream<Path> named() {
        return System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME_"))
                .map(Map.Entry::getValue)
                .map(Path::of);
    }

    /** The release, as the JDK's own file says; 0 if it does not. */
    static int feature(Path jdk) {
        try (Stream<String> lines = Files.lines(jdk.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .map(line -> Runtime.Version.parse(line.substring("JAVA_VERSION=\"".length(), line.length() - 1))
                            .feature())
                    .findFirst()
                    .orElse(0);
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }

    private static Path real(Path jdk) {
        try {
            return jdk.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
