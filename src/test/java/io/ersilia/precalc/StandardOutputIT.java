package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ersilia.precalc.PackagedPrecalc.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the bytes that a command prints: none is lost in silence, and on a terminal none hides another. */
class StandardOutputIT {

    private static final int UNAVAILABLE = 69;
    private static final int ROWS = 20_000;
    private static final String NOTE = "x".repeat(300);

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void aRunIsThere() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("library.csv"), "smiles\nCCO\nCCN\n");
        Result run = precalc("run -q -m eos3b5e -i library.csv --store store --runner embedded --run r");
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static Result precalc(String line) throws IOException, InterruptedException {
        return new PackagedPrecalc(folder).run(line.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan -q -m eos3b5e -i library.csv --store store --runner embedded --run p",
                "predict -q -m eos3b5e -i library.csv --store store --runner embedded --run r --worker 1 --workers 1",
                "serve -q -m eos3b5e --store store --run r --force",
                "finish -q -m eos3b5e --store store --run r",
                "run -q -m eos3b5e -i library.csv --store store --runner embedded --run r",
                "status -m eos3b5e --store store",
                "query --store store CCO",
                "query --store store -m eos3b5e --format json LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
                "models --store store",
                "report -m eos3b5e --store store --format json",
                "purge -m eos3b5e --store store",
                "api --port 0 --store store",
                "doctor --store store -m eos3b5e --runner embedded",
                "generate-completion",
                "--help",
                "--version",
                "run --help",
                "predict --version"
            })
    void aFullDiskIsNamed(String line) throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here: a disk that is always full");

        Result result = new PackagedPrecalc(folder).after("exec >/dev/full").run(line.split(" ", -1));

        assertThat(result.code()).as(result.err()).isEqualTo(UNAVAILABLE);
        assertThat(result.err())
                .contains("precalc: cannot write to standard output: No space left on device; ")
                .doesNotContain("\tat ");
    }

    @Test
    void anAnswerThatIsCutIsNamed() throws IOException, InterruptedException {
        askForMany();

        Result result = new PackagedPrecalc(folder)
                .after("ulimit -f 4000")
                .run("query", "--store", "store", "-m", "eos3b5e", "--input", "many.csv");

        assertThat(result.out().length()).isBetween(1, ROWS * NOTE.length());
        assertThat(result.err())
                .isEqualTo("precalc: cannot write to standard output: File too large; make room there or"
                        + " send it elsewhere, e.g. with --output FILE\n");
        assertThat(result.code()).isEqualTo(UNAVAILABLE);
    }

    @Test
    void aClosedPipeStaysQuietAndEndsAsUsual() throws IOException, InterruptedException {
        askForMany();
        Path code = folder.resolve("code");

        Result result = new PackagedPrecalc(folder)
                .after("{ \"$@\"; echo $? >" + code + "; } | head -n 1 && exit")
                .run("query", "--store", "store", "-m", "eos3b5e", "--input", "many.csv", "--allow-missing");

        assertThat(result.err()).isEqualTo("precalc: %,d in: %1$,d missing\n".formatted(ROWS));
        assertThat(result.out()).isEqualTo("key,input,mol_weight,status,smiles,model_version,note,reason\n");
        assertThat(Files.readString(code)).isEqualTo("0\n");
    }

    private static void askForMany() throws IOException {
        Files.writeString(
                folder.resolve("many.csv"),
                "inchikey,note\n" + ("AAAAAAAAAAAAAA-BBBBBBBBSA-N," + NOTE + "\n").repeat(ROWS));
    }

    @Test
    void nothingIsHiddenOnATerminalAndNothingIsChangedInAFile() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script (util-linux) here to make a terminal");
        String name = "a\u001b[2J\u202eb\u200f";
        Files.writeString(folder.resolve("asked.csv"), "smiles,name\nCCO," + name + "\n");
        List<String> query = List.of("query", "--store", "store", "-m", "eos3b5e", "--input", "asked.csv");

        Result file = new PackagedPrecalc(folder).run(query.toArray(String[]::new));
        Result terminal = onATerminal(query);

        assertThat(file.out()).contains("," + name + "\n");
        assertThat(terminal.out())
                .contains("a\\u001b[2J\\u202eb\\u200f")
                .doesNotContain("\u001b[2J", "\u202e", "\u200f");
    }

    @Test
    void aMessageHidesNothing() throws IOException, InterruptedException {
        Result result = new PackagedPrecalc(folder)
                .with("LC_ALL", "C.UTF-8")
                .run("status", "-m", "eos3b5e", "--store", "no\u001b[2J\u202ewhere");

        assertThat(result.err()).contains("\\u202ewhere").doesNotContain("\u001b", "\u202e");
    }

    /** By {@code script}, whose own output is what the terminal was sent. */
    private static Result onATerminal(List<String> arguments) throws IOException, InterruptedException {
        return new PackagedPrecalc(folder)
                .with("SHELL", "/bin/sh")
                .with("LC_ALL", "C.UTF-8")
                .after("exec script -qec \"$(printf \"'%s' \" \"$@\")\" /dev/null")
                .run(arguments.toArray(String[]::new));
    }
}
