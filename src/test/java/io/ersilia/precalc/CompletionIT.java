package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shells complete what the program takes. */
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

    @Test
    void completesPathsOfLibraryStoreAndOutput() throws Exception {
        Files.writeString(folder.resolve("molecules one.csv"), "smiles\n");
        Files.createDirectories(folder.resolve("molstore"));

        for (String option : List.of("--library", "--input", "-i", "--store", "--output", "-o")) {
            assertThat(offered("precalc", "run", option, folder + "/mol"))
                    .as(option)
                    .containsExactlyInAnyOrder(folder + "/molecules one.csv", folder + "/molstore");
        }
        assertThat(offered("precalc", "run", "--store", "=", folder + "/mols")).containsExactly(folder + "/molstore");
        assertThat(offered("precalc", "run", "--runner", "=")).contains("ersilia", "embedded");
        assertThat(offered("precalc", "query", "--input", folder + "/molecules"))
                .containsExactly(folder + "/molecules one.csv");
    }

    @Test
    void completesTheModelsOfTheStoreThatTheLineNames() throws Exception {
        Path store = folder.resolve("my store");
        Files.createDirectories(store.resolve("meta"));
        Files.createDirectories(store.resolve("out/eos4e40/r"));
        Files.createDirectories(store.resolve("out/other"));
        Files.writeString(store.resolve("meta/eos3b5e.json"), "{}");
        Files.writeString(store.resolve("meta/eos3xyz.html"), "{}");

        assertThat(offered("precalc", "status", "--store", store.toString(), "--model", "eos"))
                .containsExactly("eos3b5e", "eos4e40");
        assertThat(offered("precalc", "status", "--store", store.toString(), "-m", "eos4"))
                .containsExactly("eos4e40");
        assertThat(offered("precalc", "status", "--store", folder + "/none", "--model", "eos"))
                .containsExactly("");
        assertThat(offered("precalc", "status", "--store=" + store, "--model", "eos4"))
                .containsExactly("eos4e40");
        assertThat(offered("precalc", "status", "--store", "=", store.toString(), "--model", "=", "eos4"))
                .as("as bash splits --store=x --model=eos4")
                .containsExactly("eos4e40");
    }

    /** By the way in which zsh takes completions of bash. */
    @Test
    void zshTakesTheSameScript() throws Exception {
        Path home = Files.createDirectories(folder.resolve("precalc-data/out/eos4e40"))
                .getParent();
        Process zsh;
        try {
            zsh = new ProcessBuilder(
                            "zsh",
                            "-f",
                            "-c",
                            "source '%s'; emulate sh; COMP_WORDS=(precalc status --model eos); COMP_CWORD=3; setopt ksh_arrays; _picocli_precalc_status; printf '%%s\\n' \"${COMPREPLY[@]}\""
                                    .formatted(script))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no zsh: not tested with it");
            return;
        }
        assertThat(home).isDirectory();
        assertThat(new String(zsh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("eos4e40\n");
        assertThat(zsh.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
