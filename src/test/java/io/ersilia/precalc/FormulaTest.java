package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.flow.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Homebrew formula as a release makes it. */
class FormulaTest {

    @Test
    void theFormulaNamesTheJarOfItsReleaseAndItsHash(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("target")).resolve("precalc.jar"), "abc");
        Files.createDirectories(folder.resolve("release"));
        Path template = Path.of(".github/precalc.rb");
        Files.copy(template, Files.createDirectories(folder.resolve(".github")).resolve("precalc.rb"));
        String lines = Objects.requireNonNull(
                        Workflow.named("release.yml").jobs().get("build"))
                .steps()
                .stream()
                .flatMap(step -> step.text("run").lines())
                .filter(line -> line.startsWith("hash=") || line.startsWith("sed "))
                .collect(Collectors.joining("\n"));
        ProcessBuilder builder = new ProcessBuilder("bash", "-ec", lines).directory(folder.toFile());
        builder.environment().put("GITHUB_REF_NAME", "v1.2.3");
        builder.environment().put("GITHUB_REPOSITORY", "some-owner/some-name");

        Process made = builder.inheritIO().start();

        assertThat(made.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
        List<String> formula = Files.readAllLines(folder.resolve("release/precalc.rb"));
        assertThat(formula)
                .hasSameSizeAs(Files.readAllLines(template))
                .noneMatch(line -> line.matches(".*@[A-Z0-9]+@.*"))
                .contains(
                        "  homepage \"https://github.com/some-owner/some-name\"",
                        "  url \"https://github.com/some-owner/some-name/releases/download/v1.2.3/precalc.jar\"",
                        "  version \"1.2.3\"",
                        "  sha256 \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
    }
}
