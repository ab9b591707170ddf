package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image may not lack or hold, by its Dockerfile alone: no engine builds it here. */
class DockerfileTest {

    private static final Path DOCKERFILE = Path.of("Dockerfile");
    private static final String FROM_ANOTHER_STAGE = "COPY --from=";

    @Test
    void hadolintFindsNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Path findings = folder.resolve("findings");
        Process linter = new ProcessBuilder(PythonTools.program("hadolint").toString(), DOCKERFILE.toString())
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();

        assertThat(linter.waitFor()).as(Files.readString(findings)).isZero();
    }

    @Test
    void everyForeignImageIsPinnedByItsDigest() throws IOException {
        assertThat(instructions("FROM "))
                .hasSize(3)
                .filteredOn(from -> !from.startsWith("FROM scratch "))
                .allMatch(from -> from.matches("FROM [a-z0-9./-]+:[\\w.-]+@sha256:[0-9a-f]{64}( AS [a-z]+)?"));
    }

    @Test
    void itRunsTheJarAsAUserWithoutRights() throws IOException {
        List<String> last = Files.readAllLines(DOCKERFILE).stream()
                .dropWhile(line -> !line.startsWith("FROM gcr.io/distroless/"))
                .toList();

        assertThat(last).containsOnlyOnce("USER 65532:65532");
        assertThat(last).filteredOn(line -> line.startsWith("USER ")).hasSize(1);
        assertThat(last).noneMatch(line -> line.startsWith("RUN ") || line.startsWith("ADD "));
        assertThat(last).contains("ENTRYPOINT [\"/usr/bin/java\", \"-jar\", \"/opt/precalc/precalc.jar\"]");
    }

    /** A path that .dockerignore leaves out cannot be copied, and one that it lets through and nobody copies is only sent. */
    @Test
    void theEngineIsSentWhatIsCopiedAndNothingElse() throws IOException {
        List<String> copied = instructions("COPY ").stream()
                .filter(copy -> !copy.startsWith(FROM_ANOTHER_STAGE))
                .map(copy -> copy.split(" ", -1))
                .flatMap(words -> List.of(words).subList(1, words.length - 1).stream())
                .toList();
        List<String> sent = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(Files.readAllLines(Path.of(".dockerignore"))).contains("*");
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(copied)
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    private static List<String> instructions(String name) throws IOException {
        return Files.readAllLines(DOCKERFILE).stream()
                .filter(line -> line.startsWith(name))
                .toList();
    }
}
