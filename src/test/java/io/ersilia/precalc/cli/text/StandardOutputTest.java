package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.cli.ExitCode;
import io.ersilia.precalc.cli.PrecalcCommand;
import io.ersilia.precalc.cli.Streams;
import io.ersilia.precalc.cli.Wiring;
import io.ersilia.precalc.run.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StandardOutputTest {

    private static final String FULL =
            "cannot write to standard output: No space left on device; make room there or send it"
                    + " elsewhere, e.g. with --output FILE";

    /** Takes that many bytes and no more. */
    private static final class Disk extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final String refusal;
        private int room;

        Disk(int room, String refusal) {
            this.room = room;
            this.refusal = refusal;
        }

        @Override
        public void write(int b) throws IOException {
            if (room-- <= 0) {
                throw new IOException(refusal);
            }
            kept.write(b);
        }
    }

    private static CommandLine command() {
        return PrecalcCommand.commandLine(new Wiring(Map.of(), Clock.systemUTC()), () -> false);
    }

    private static StandardOutput on(Disk disk) {
        return new StandardOutput(disk, StandardOutput::saysPipe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "query --help", "plan --sample nine --help", "generate-completion"})
    void whatCannotBeWrittenEndsTheCommandWithOneLine(String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Streams.execute(command(), on(new Disk(5, "No space left on device")), err, line.split(" ", -1));

        assertThat(code).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("precalc: " + FULL + System.lineSeparator());
    }

    @Test
    void aPipeThatNobodyReadsAnyMoreIsNoTrouble() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Streams.execute(command(), on(new Disk(5, "Broken pipe")), err, "--help");

        assertThat(code).isEqualTo(ExitCode.DONE);
        assertThat(err.size()).isZero();
    }

    @Test
    void theFirstByteThatIsRefusedEndsTheWork() {
        Disk disk = new Disk(20_000, "No space left on device");
        StandardOutput out = on(disk);

        assertThatThrownBy(() -> {
                    try (PrintWriter writer = out.writer(false)) { // closing fails, too
                        for (int i = 0; i < 20_000; i++) {
                            writer.println("a line of a long answer");
                        }
                    }
                })
                .isInstanceOf(Failure.class)
                .hasMessage(FULL);
        assertThat(disk.kept.size()).isEqualTo(20_000);
        assertThat(out.failure()).isPresent();
    }

    @Test
    void dataGoesIntoAFileAsItIsAndInUtf8() {
        Disk disk = new Disk(100, "");
        PrintWriter writer = on(disk).writer(false);

        writer.print("é\u001b[8m\u202e\r\n");
        writer.flush();

        assertThat(disk.kept.toString(StandardCharsets.UTF_8)).isEqualTo("é\u001b[8m\u202e\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "plain text, plain text",
        "'\u001b[2J\u001b]0;x\u0007', '\\u001b[2J\\u001b]0;x\\u0007'",
        "'\u001b[8mhidden\u001b[0m', '\\u001b[8mhidden\u001b[0m'",
        "'a\rb\r\nc\td', 'a\\u000db\r\nc\td'",
        "'\u009b31m', '\\u009b31m'",
        "'x\u202eexe.txt\u202c', 'x\\u202eexe.txt\\u202c'",
        "'\u2066\u2067\u2068\u2069', '\\u2066\\u2067\\u2068\\u2069'",
        "'\u200e\u200f\u061c\u200b', '\\u200e\\u200f\\u061c\\u200b'",
        "'\u2028\ufeff\udb40\udc41', '\\u2028\\ufeff\\u{e0041}'",
        "'می\u200cخواهم \ud83d\ude00', 'می\u200cخواهم \ud83d\ude00'"
    })
    void nothingIsHiddenFromAPerson(String text, String shown) throws IOException {
        StringWriter screen = new StringWriter();
        try (PrintWriter writer = new PrintWriter(new VisibleWriter(screen))) {
            writer.print(text);
        }

        assertThat(screen).hasToString(shown);
    }
}
