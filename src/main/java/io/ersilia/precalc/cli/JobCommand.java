package io.ersilia.precalc.cli;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands do alike: set how much is said, run, and put their data where it is wanted. */
abstract class JobCommand implements Callable<Integer> {

    final Wiring wiring;

    @Spec
    CommandSpec spec;

    @Mixin
    OutputOptions output;

    JobCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Does the command's one job and answers the exit code. */
    abstract int run();

    @Override
    public final Integer call() {
        Logging.say(output.quiet, output.verbose);
        Path file = output.output == null ? null : output.output.toAbsolutePath();
        if (file != null) {
            requireWritable(file); // before hours of work, not after
        }
        Deadline deadline = deadline();
        return deadline == null ? run() : deadline.run(this::run);
    }

    /** When the command must be over, for those that can be told. */
    @Nullable
    Deadline deadline() {
        return null;
    }

    /** Prints the command's data: a record as JSON, or the text. */
    final void print(Object data, Supplier<String> text) {
        String shown = output.format == OutputOptions.Format.JSON ? Json.text(data) : text.get();
        String lines = shown.isEmpty() || shown.endsWith("\n") ? shown : shown + "\n";
        if (output.output == null) {
            spec.commandLine().getOut().print(lines);
            spec.commandLine().getOut().flush();
        } else {
            write(output.output.toAbsolutePath(), lines);
        }
    }

    /** A line on stderr, also shown on the page of the workflow's run. */
    final void tell(Actions.Level level, String title, String line) {
        spec.commandLine().getErr().println("precalc: " + line);
        spec.commandLine().getErr().flush();
        annotate(level, title, line);
    }

    /** Shows it on the page of the workflow's run, unless stdout is for JSON only. */
    final void annotate(Actions.Level level, String title, String text) {
        if (!isJsonOnStdout()) {
            wiring.actions().annotate(level, title, text, spec.commandLine().getOut());
        }
    }

    /** Whether nothing but the command's data may be on stdout. */
    final boolean isJsonOnStdout() {
        return output.format == OutputOptions.Format.JSON && output.output == null;
    }

    /** Progress on stderr while the command works. */
    final ConsoleProgress progress(String task, long rows) {
        return ConsoleProgress.of(
                task,
                rows,
                output.quiet,
                wiring.environment(),
                spec.commandLine().getErr());
    }

    private static void requireWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw Failure.usage("%s is a folder: name a file in it with --output".formatted(file));
        }
        try {
            if (!isDevice(file)) {
                Files.delete(beside(file));
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /** A device or pipe is written into; a file is replaced. */
    private static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private static Path beside(Path file) throws IOException {
        return Files.createTempFile(file.getParent(), ".precalc-", ".tmp");
    }

    private static Failure refused(Path file, IOException e) {
        return Failure.unavailable(
                "cannot write %s: %s; name another file with --output".formatted(file, Printable.reason(e)), e);
    }

    private static void write(Path file, String lines) {
        try {
            if (isDevice(file)) {
                Files.writeString(file, lines, StandardCharsets.UTF_8);
                return;
            }
            Path whole = beside(file);
            try {
                Files.writeString(whole, lines, StandardCharsets.UTF_8);
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }
}
