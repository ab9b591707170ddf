package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/commands.md says what the command line says. */
class CommandReferenceTest {

    private static final Path PAGE =
            Path.of(System.getProperty("basedir", ""), "docs/commands.md").toAbsolutePath();

    private final CommandReference reference = new CommandReference();

    @Test
    void thePageSaysWhatTheCommandLineSays() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, reference.page());
        }

        assertThat(PAGE)
                .as("write it by mvn test -Dtest=CommandReferenceTest -Ddocs.write=true")
                .hasContent(reference.page());
    }

    @Test
    void everyCommandIsInTheReadme() throws IOException {
        String readme = Files.readString(PAGE.resolveSibling("../README.md"));

        assertThat(reference.commands())
                .allSatisfy(command -> assertThat(readme).containsPattern("(?m)^" + command + " +\\S"));
    }
}
