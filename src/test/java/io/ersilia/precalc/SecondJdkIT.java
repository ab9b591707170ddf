package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void theMainJobWarnsOfNothingOnAnyOtherJdk(@TempDir Path folder) throws IOException, InterruptedException {
        for (Path jdk : Jdks.others()) {
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
