package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command speaks with GitHub Actions, and that it says nothing of it elsewhere. */
class ActionsTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();

    private Actions actions() {
        return new Actions(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_OUTPUT", folder.resolve("output").toString(),
                "GITHUB_STEP_SUMMARY", folder.resolve("summary").toString()));
    }

    private String annotated(Actions.Level level, String title, String text) {
        actions().annotate(level, title, text, new PrintWriter(out));
        return out.toString();
    }

    @Test
    void outputsAreAppendedALineEach() throws IOException {
        Files.writeString(folder.resolve("output"), "before=1\n");
        actions().output("run", "r1");
        actions().output("predict", true);

        assertThat(folder.resolve("output")).hasContent("before=1\nrun=r1\npredict=true\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nrun=other", "a\rb", "a\u0000"})
    void anOutputOfSeveralLinesIsRefused(String value) {
        Actions actions = actions();

        assertThatThrownBy(() -> actions.output("run", value))
                .hasMessageStartingWith("not an output of one line: run=");
        assertThatThrownBy(() -> actions.output("a=b\nc", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(folder.resolve("output")).doesNotExist();
    }

    @Test
    void anAnnotationCannotBecomeAnotherCommandOrProperty() {
        assertThat(annotated(Actions.Level.WARNING, "a,b:c=d\n::e", "50 % of C::C,\r\n::set-output name=x::y"))
                .isEqualTo("::warning title=a%2Cb%3Ac=d%0A%3A%3Ae::50 %25 of C::C,%0D%0A::set-output name=x::y\n");
    }

    @Test
    void whatIsEscapedAlreadyIsShownAsItWas() {
        assertThat(annotated(Actions.Level.ERROR, "%0A", "%0A")).isEqualTo("::error title=%250A::%250A\n");
    }

    @Test
    void thereAreAtMostTenAnnotationsAndTheLastSaysThatThereIsMore() {
        Actions actions = actions();
        for (int i = 1; i <= 30; i++) {
            actions.annotate(Actions.Level.WARNING, "t", "row " + i, new PrintWriter(out));
        }

        assertThat(out.toString().lines())
                .hasSize(10)
                .startsWith("::warning title=t::row 1")
                .endsWith(
                        "::warning title=t::row 9",
                        "::warning title=t::GitHub shows no more annotations: see the job's summary and log");
    }

    @Test
    void aSummaryStaysBelowOneMebibyteAndEndsWithAWholeLine() throws IOException {
        String line = "| " + "é".repeat(500) + " |\n";
        Actions actions = actions();
        actions.summary(() -> line.repeat(600));
        actions.summary(() -> line.repeat(600));
        actions.summary(() -> line.repeat(600));

        String summary = Files.readString(folder.resolve("summary"));
        assertThat(Files.size(folder.resolve("summary"))).isBetween(1_000_000L, 1024 * 1024L - 1);
        assertThat(summary.lines().filter(one -> one.startsWith("|"))).allMatch(one -> (one + "\n").equals(line));
        assertThat(summary).endsWith("\n(The rest is left out: GitHub accepts at most 1 MiB.)\n");
    }

    @Test
    void aSummaryThatCannotBeWrittenIsNoReasonToFailAndAnOutputIs() throws IOException {
        Files.createDirectory(folder.resolve("summary"));
        Files.createDirectory(folder.resolve("output"));
        Actions actions = actions();

        actions.summary(() -> "text");
        assertThatThrownBy(() -> actions.output("run", "r"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(
                        "cannot write %s, the file that GITHUB_OUTPUT names: ".formatted(folder.resolve("output")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "false", "TRUE", "1"})
    void elsewhereNothingIsWritten(String githubActions) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GITHUB_OUTPUT", folder.resolve("output").toString(),
                "GITHUB_STEP_SUMMARY", folder.resolve("summary").toString()));
        environment.put("GITHUB_ACTIONS", githubActions);
        Actions actions = new Actions(environment);
        actions.output("run", "r");
        actions.summary(() -> {
            throw new IllegalStateException("nobody reads it");
        });
        actions.annotate(Actions.Level.ERROR, "t", "x", new PrintWriter(out));

        assertThat(folder).isEmptyDirectory();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aJobWithoutThoseFilesIsFineToo() {
        Actions actions = new Actions(Map.of("GITHUB_ACTIONS", "true", "GITHUB_OUTPUT", " "));
        actions.output("run", "r");
        actions.summary(() -> "text");

        assertThat(folder).isEmptyDirectory();
    }
}
