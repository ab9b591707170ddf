package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar on the other JDKs of this machine, whichever they are. */
class SecondJdkIT {

    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    @Test
    void theMainJobWarnsOfNothingOnAnyOtherJdk(@TempDir Path folder) throws IOException, InterruptedException {
        List<Path> jdks = others();
        assumeTrue(!jdks.isEmpty(), "no second JDK in " + JDKS);

        for (Path jdk : jdks) {
            Path work = Files.createDirectory(folder.resolve(jdk.getFileName().toString()));
            String said = java(
                    jdk,
                    work,
                    "run",
                    "--model",
                    "eos3b5e",
                    "--library",
                    Path.of("test_input.csv").toAbsolutePath().toString(),
                    "--runner",
                    "embedded");

            assertThat(said)
                    .as(jdk.toString())
                    .contains("30 predicted, 30 served")
                    .doesNotContainIgnoringCase("warning")
                    .doesNotContain("deprecated", "illegal");
        }
    }

    /** Each once, as one is often there under several names. */
    private static List<Path> others() throws IOException {
        if (!Files.isDirectory(JDKS)) {
            return List.of();
        }
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> folders = Files.list(JDKS)) {
            return folders.filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
                    .map(SecondJdkIT::real)
                    .distinct()
                    .filter(jdk -> !jdk.equals(own) && feature(jdk) >= OLDEST)
                    .sorted()
                    .toList();
        }
    }

    private static Path real(Path jdk) {
        try {
            return jdk.toRealPath();
        } catch (IOException e) {
            return jdk;
        }
    }

    /** As its file {@code release} says; 0 where it does not. */
    private static int feature(Path jdk) {
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

    /** Returns what the jar said, on both streams. */
    private static String java(Path jdk, Path work, String... args) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                jdk.resolve("bin/java").toString(),
                                "-jar",
                                PackagedPrecalc.jar().toString()),
                        Stream.of(args))
                .toList();
        Path said = work.resolve("said.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", work.toString(), "PATH", System.getenv("PATH")));
        Process process = builder.start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String text = Files.readString(said);
        assertThat(code).as("%s: %s", command, text).isZero();
        return text;
    }
}
