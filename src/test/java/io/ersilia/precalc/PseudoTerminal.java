package io.ersilia.precalc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command on a terminal of its own, all three streams of it, by {@code script} of util-linux; keys can be pressed. */
final class PseudoTerminal implements AutoCloseable {

    /** The key that stops what runs in the foreground. */
    static final byte CTRL_C = 3;

    private static final long LONGEST_SECONDS = 120;
    private static final String NOTES = """
            tty > "$NOTES/tty"
            stty cols "$WIDTH" rows 24
            echo $$ > "$NOTES/pid.new"
            mv "$NOTES/pid.new" "$NOTES/pid"
            exec\s""";

    private final Process script;
    private final OutputStream keys;
    private final Path notes;
    private final Path shown;

    private PseudoTerminal(Process script, Path notes, Path shown) {
        this.script = script;
        this.keys = script.getOutputStream();
        this.notes = notes;
        this.shown = shown;
    }

    /** What the command showed and how it ended. */
    record Result(int code, String screen) {}

    /** Skips the test where there is no {@code script} that knows what is needed. */
    static void require() throws IOException, InterruptedException {
        assumeTrue(
                says("script", "--version").contains("util-linux"), "no script of util-linux: no terminal to test on");
        assumeTrue(!says("stty", "--version").isEmpty(), "no stty: no terminal to test on");
    }

    private static String says(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Starts the command.
     *
     * @param redirection of the shell, e.g. {@code 2>file}, or nothing
     */
    static PseudoTerminal start(
            Path directory, Map<String, String> environment, int width, List<String> command, String redirection)
            throws IOException {
        Path notes = Files.createTempDirectory("terminal-");
        Path shown = notes.resolve("shown");
        String words = command.stream().map(PseudoTerminal::quoted).collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        "script",
                        "-qefc",
                        NOTES + words + " " + redirection,
                        "/dev/null")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().put("NOTES", notes.toString());
        builder.environment().put("WIDTH", Integer.toString(width));
        return new PseudoTerminal(builder.start(), notes, shown);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    boolean isAlive() {
        return script.isAlive();
    }

    /** The command's process; nothing of it runs before it is known. */
    long pid() throws IOException {
        Path pid = notes.resolve("pid");
        return Files.exists(pid) ? Long.parseLong(Files.readString(pid).strip()) : -1;
    }

    void press(byte key) throws IOException {
        keys.write(key);
        keys.flush();
    }

    /** Makes the window that wide, as a person's mouse would. */
    void resize(int columns) throws IOException, InterruptedException {
        String tty = Files.readString(notes.resolve("tty")).strip();
        if (new ProcessBuilder("stty", "-F", tty, "cols", Integer.toString(columns))
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("cannot resize " + tty);
        }
    }

    /** All that was written to the terminal so far, escape codes too. */
    String screen() throws IOException {
        return Files.readString(shown);
    }

    Result await() throws IOException, InterruptedException {
        if (!script.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + screen());
        }
        return new Result(script.exitValue(), screen());
    }

    /** Ends whatever a test left running. */
    @Override
    public void close() {
        List<ProcessHandle> all = script.descendants().toList();
        script.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
