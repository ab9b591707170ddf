package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Help as people who know other command lines expect it. */
class HelpTest {

    private static final int LINES = 40;
    private static final int COLUMNS = 80;
    private static final List<String> TOPICS = List.of("What:", "Where:", "Model:", "AWS:", "Output:");

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibrary() {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN");
    }

    static Stream<String> commands() {
        return new CommandReference().commands().stream().filter(name -> !name.equals("help"));
    }

    private String help(String command) {
        Precalc.Result result = scene.run(command);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return result.out();
    }

    @Test
    void theProgramAloneShowsItsHelp() {
        Precalc.Result alone = new Precalc().run();

        assertThat(alone).isEqualTo(new Precalc.Result(0, help("--help"), ""));
        assertThat(help("help")).isEqualTo(alone.out());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfACommandIsItsHelp(String command) {
        assertThat(help("help " + command)).isEqualTo(help(command + " --help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsOneScreenThatBeginsWithTwoExamples(String command) {
        List<String> lines = help(command + " --help").lines().toList();

        assertThat(lines)
                .hasSizeLessThanOrEqualTo(LINES)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        int examples = lines.indexOf("Examples:");
        assertThat(lines.get(0)).startsWith("Usage: precalc " + command + " [OPTIONS]");
        assertThat(lines.subList(examples + 1, examples + 3))
                .allMatch(line -> Pattern.matches("  .*precalc " + command + ".*", line));
        assertThat(lines.get(examples + 3)).isEmpty();
        assertThat(examples).isLessThan(lines.indexOf("Output:"));
    }

    @Test
    void optionsStandByTopicAndThoseThatMostNeverNeedOnlyInAll() {
        String brief = help("run --help");
        String all = help("run --help all");

        assertThat(brief.lines().filter(TOPICS::contains)).containsExactly("What:", "Where:", "Model:", "Output:");
        assertThat(all.lines().filter(TOPICS::contains)).containsExactlyElementsOf(TOPICS);
        assertThat(brief)
                .contains("--store", "--runner", "--help[=all]")
                .doesNotContain("--serve-args", "GITHUB_RUN_ID");
        assertThat(all).contains("--store", "--runner", "--serve-args", "GITHUB_RUN_ID");
        assertThat(all.indexOf("--serve-args")).isBetween(all.indexOf("Model:"), all.indexOf("AWS:"));
        assertThat(all.indexOf("--write-budget")).isBetween(all.indexOf("AWS:"), all.indexOf("Output:"));
    }

    @ParameterizedTest
    @CsvSource({
        "run --modle eos3b5e,                    Unknown option: '--modle': did you mean --model?, precalc run",
        "run --model eos3b5e --smaple ten,       Unknown option: '--smaple': did you mean --sample?, precalc run",
        "run --libary x --sample ten -m eos3b5e, Unknown option: '--libary': did you mean --library?, precalc run",
        "help rum,                               no command 'rum': did you mean run?, precalc",
        "help xyzzy,                             no command 'xyzzy', precalc"
    })
    void whatIsMistypedIsNamedFirst(String command, String said, String see) {
        assertThat(scene.run(command))
                .isEqualTo(new Precalc.Result(2, "", "precalc: %s (see %s --help)%n".formatted(said, see)));
    }

    @ParameterizedTest
    @CsvSource({
        "run --sample ten,            --sample ten: expected a whole number",
        "run --workers 2.5,           --workers 2.5: expected a whole number",
        "run --batch-size 3000000000, '--batch-size 3000000000: expected a whole number below 2,147,483,648'",
        "run --write-budget fast,     --write-budget fast: expected a number",
        "run --max-reject-rate 1%,    --max-reject-rate 1%: expected a number",
        "serve --worker I,            --worker I: expected a whole number",
        "serve --verify some,         '--verify some: expected one of none, sample, all'",
        "finish --continuation x,     --continuation x: expected a whole number",
        "run --format yaml,           '--format yaml: expected one of text, json, csv, html'"
    })
    void aRefusedValueSaysTheOptionTheValueAndWhatWasExpected(String command, String said) {
        assertThat(scene.run(command + " --model eos3b5e").err())
                .isEqualTo("precalc: %s (see precalc %s --help)%n".formatted(said, command.split(" ", -1)[0]));
    }

    @Test
    void rowsComeAsCsvWhereThereAreRowsAndAreRefusedBeforeAnyWorkElsewhere() {
        String e = " --model eos3b5e --store {dir}/store ";
        assertThat(scene.run("run --runner embedded --library {dir}/lib.csv --run r --format csv" + e))
                .isEqualTo(new Precalc.Result(
                        2, "", "precalc: --format csv: precalc run has no rows to print: use --format text or json\n"));
        assertThat(folder.resolve("store")).doesNotExist();
        assertThat(scene.run("run --runner embedded --library {dir}/lib.csv --run r -q" + e)
                        .code())
                .isZero();

        assertThat(help("status --format csv" + e).lines().limit(2))
                .containsExactly("worker,rows,predicted,rejected,served,state", "1,2,2,0,2,served");
        assertThat(help("models --format csv --store {dir}/store"))
                .startsWith("model_id,")
                .contains("\neos3b5e,");
        assertThat(help("query --smiles CCO --format csv" + e)).isEqualTo(help("query --smiles CCO" + e));
        assertThat(scene.run("serve --force -q --format csv" + e).out())
                .startsWith("table,table_id,")
                .hasLineCount(2);
    }

    @Test
    void aLibraryFromStandardInputIsRefusedWithARemedy() {
        assertThat(scene.run("run --model eos3b5e --runner embedded --store {dir}/store --input -"))
                .isEqualTo(new Precalc.Result(
                        2,
                        "",
                        "precalc: --library -: a library is read again by each worker and on each resume, which standard"
                                + " input cannot be: write it to a file first, e.g. … > library.csv\n"));
        assertThat(folder.resolve("store")).doesNotExist();
    }
}
