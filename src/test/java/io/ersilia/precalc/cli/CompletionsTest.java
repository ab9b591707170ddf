package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fish itself completes by its script; of PowerShell's, which no test runs, what it holds is checked. */
class CompletionsTest {

    @TempDir
    private Path folder = Path.of("");

    private static String script(String shell) {
        Precalc.Result made = new Precalc().run("generate-completion", "--shell", shell);
        assertThat(made.code()).as(made.err()).isZero();
        return made.out();
    }

    /** What fish offers at the end of the line, without descriptions. */
    private List<String> offered(String line) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("precalc.fish"), script("fish"));
        ProcessBuilder builder = new ProcessBuilder(
                        "fish", "--no-config", "-c", "source %s; complete -C '%s'".formatted(script, line))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process fish;
        try {
            fish = builder.start();
        } catch (IOException e) {
            assumeTrue(false, "no fish: not tested with it");
            throw e;
        }
        String said = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(fish.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said.lines().map(one -> one.replaceFirst("\t.*", "")).toList();
    }

    @Test
    void fishCompletesCommandsOptionsValuesAndPaths() throws Exception {
        Files.writeString(folder.resolve("molecules.csv"), "smiles\n");

        assertThat(offered("precalc pre")).containsExactly("predict");
        assertThat(offered("precalc predict --max")).containsExactly("--max-reject-rate");
        assertThat(offered("precalc run --runner e")).containsExactlyInAnyOrder("ersilia", "embedded");
        assertThat(offered("precalc campaign li")).containsExactly("lift");
        assertThat(offered("precalc help fin")).containsExactly("finish");
        assertThat(offered("precalc generate-completion --shell f")).containsExactly("fish");
        for (String option : List.of("--library", "-i", "--input", "--store", "--output", "-o")) {
            assertThat(offered("precalc run " + option + " mol")).as(option).containsExactly("molecules.csv");
        }
        assertThat(offered("precalc run --run mol")).as("any text").isEmpty();
    }

    @Test
    void fishCompletesTheModelsOfTheStoreThatTheLineNames() throws Exception {
        Files.createDirectories(folder.resolve("precalc-data/out/eos1abc"));
        Files.createDirectories(folder.resolve("other/out/eos4e40"));
        Files.createDirectories(folder.resolve("other/meta"));
        Files.writeString(folder.resolve("other/meta/eos3b5e.json"), "{}");
        Files.writeString(folder.resolve("other/meta/eos3xyz.html"), "{}");

        assertThat(offered("precalc status --model ")).containsExactly("eos1abc");
        assertThat(offered("precalc status --store other -m ")).containsExactlyInAnyOrder("eos3b5e", "eos4e40");
        assertThat(offered("precalc status --store=other --model eos4")).containsExactly("eos4e40");
        assertThat(offered("precalc status --store none -m ")).isEmpty();
    }

    @Test
    void powershellIsOfferedEveryCommandItsOptionsAndTheirValuesOnce() {
        String script = script("powershell");

        assertThat(new CommandReference().commands())
                .allSatisfy(command -> assertThat(script)
                        .containsPattern("(?m)^        '' = @\\(.*'" + command + "'")
                        .contains("        '" + command + "' = @("));
        assertThat(script)
                .startsWith("Register-ArgumentCompleter -Native -CommandName precalc -ScriptBlock {\n")
                .contains("        'run --runner' = @('ersilia', 'docker', 'http', 'embedded')\n")
                .contains("        'status -m' = $models\n", "        'run --store' = @()\n")
                .contains("        'campaign' = @('plan', 'next', 'status', 'lift', ")
                .doesNotContain("''', '");
        List<String> before = Pattern.compile("(?m)^        '(.*)' =")
                .matcher(script)
                .results()
                .map(one -> one.group(1).toLowerCase(Locale.ROOT))
                .toList();
        assertThat(before).as("PowerShell's keys, in which case does not count").doesNotHaveDuplicates();
    }
}
