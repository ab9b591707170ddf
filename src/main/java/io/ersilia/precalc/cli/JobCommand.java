package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.CsvRows;
import io.ersilia.precalc.cli.text.Logging;
import io.ersilia.precalc.cli.text.Message;
import io.ersilia.precalc.cli.text.OutputFile;
import io.ersilia.precalc.cli.text.Tone;
import io.ersilia.precalc.cli.text.WordWrap;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import java.io.FilterWriter;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands have in common: they set up logging, run, and write their data to the place asked for. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false)
abstract class JobCommand implements Callable<Integer> {

    @ParentCommand
    PrecalcCommand program;

    @Spec
    CommandSpec spec;

    @Mixin
    OutputOptions output;

    final Wiring wiring() {
        return program.wiring();
    }

    /**
     * Does the command's one job.
     *
     * @return the exit code
     */
    abstract int run();

    @Override
    public final Integer call() {
        Logging.say(output.log);
        if (output.format == OutputOptions.Format.CSV && !(this instanceof RowsCommand)) {
            throw Failure.usage(
                    "--format csv: %s has no rows to print: use --format text or json".formatted(spec.qualifiedName()));
        }
        if (output.format == OutputOptions.Format.HTML && !(this instanceof PageCommand)) {
            throw Failure.usage(
                    "--format html: %s makes no page: use --format text or json".formatted(spec.qualifiedName()));
        }
        if (output.output != null) {
            OutputFile.of(output.output, "--output").requireWritable(); // fails before hours of work, not after
        }
        Deadline deadline = deadline();
        return deadline == null ? run() : deadline.run(this::run);
    }

    /** What is said when the command was told to stop. */
    String stopped() {
        return String.valueOf(Stop.failure(null).getMessage());
    }

    /** When the command must have ended; null for commands without a deadline. */
    @Nullable
    Deadline deadline() {
        return null;
    }

    /** The command's rows as CSV. */
    String csv(Object data, Supplier<String> text) {
        return CsvRows.of(Json.MAPPER.valueToTree(data));
    }

    /** The command's text; as wide as the terminal if it is shown on one. */
    String text(Supplier<String> text) {
        return output.output == null ? WordWrap.onStdout(text.get(), wiring().environment()) : text.get();
    }

    /** Prints the command's data in the chosen format: a record as JSON, rows as CSV, the text or the page. */
    final void print(Object data, Supplier<String> text) {
        String shown = switch (output.format) {
            case TEXT -> text(text);
            case HTML -> text.get();
            case JSON -> Json.text(data);
            case CSV -> csv(data, text);
        };
        String lines = shown.isEmpty() || shown.endsWith("\n") ? shown : shown + "\n";
        if (output.output == null) {
            spec.commandLine().getOut().print(lines);
            spec.commandLine().getOut().flush();
        } else {
            OutputFile.of(output.output, "--output").write(lines);
        }
    }

    /** Writes the command's data piece by piece to the place asked for, as it may not fit into memory. */
    final void write(OutputFile.Content data) {
        if (output.output != null) {
            OutputFile.of(output.output, "--output").write(data);
            return;
        }
        try {
            data.writeTo(new FilterWriter(spec.commandLine().getOut()) {
                @Override
                public void close() throws IOException {
                    flush(); // not closed: the process still uses it
                }
            });
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot write to standard output: %s; name a file with --output".formatted(Printable.reason(e)), e);
        }
    }

    /** The colours of the command's text; none in a file. */
    final Ansi colours() {
        return output.output == null ? spec.commandLine().getColorScheme().ansi() : Ansi.OFF;
    }

    /** Writes a line to stderr, and shows it on the page of the workflow's run. */
    final void tell(Actions.Level level, String title, String line) {
        spec.commandLine().getErr().println(Message.of(tone(level), line, wiring().environment()));
        spec.commandLine().getErr().flush();
        annotate(level, title, line);
    }

    static Tone tone(Actions.Level level) {
        return switch (level) {
            case NOTICE -> Tone.GOOD;
            case WARNING -> Tone.WARNING;
            case ERROR -> Tone.BAD;
        };
    }

    /** Shows the text on the page of the workflow's run, unless stdout is for JSON only. */
    final void annotate(Actions.Level level, String title, String text) {
        if (!isJsonOnStdout()) {
            wiring().actions().annotate(level, title, text, spec.commandLine().getOut());
        }
    }

    /** Whether stdout may hold only the command's data. */
    final boolean isJsonOnStdout() {
        return output.format == OutputOptions.Format.JSON && output.output == null;
    }

    /** Progress on stderr while the command works. */
    final ConsoleProgress progress(String task, long rows) {
        return ConsoleProgress.of(
                task,
                rows,
                output.log.quiet,
                wiring().environment(),
                spec.commandLine().getErr());
    }
}
