package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bash completes what the program takes. */
class CompletionIT {

    @TempDir
    private Path folder = Path.of("");

    private Path script = Path.of("");

    @BeforeEach
    void theScriptIsMade() throws Exception {
        PackagedPrecalc.Result made = new PackagedPrecalc(folder).run("generate-completion");
        assertThat(made.code()).isZero();
        script = Files.writeString(folder.resolve("completion"), made.out());
    }

    /** What bash offers for the last of the words. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        String line = String.join(" ", words);
        String ask = """
                source '%s'
                compopt() { :; } # works on a terminal only
                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
                _complete_precalc
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(
                        script,
                        List.of(words).stream()
                                .map("'%s'"::formatted)
                                .reduce((a, b) -> a + " " + b)
                                .orElse(""),
                        words.length - 1,
                        line,
                        line.length());
        Process bash =
                new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said.lines().map(String::strip).toList();
    }

    @Test
    void completesCommandsOptionsAndTheirValues() throws Exception {
        assertThat(offered("precalc", "pre")).contains("predict").doesNotContain("plan");
        assertThat(offered("precalc", "predict", "--max")).containsExactly("--max-reject-rate");
        assertThat(offered("precalc", "run", "--runner", "e")).containsExactlyInAnyOrder("ersilia", "embedded");
    }
}
