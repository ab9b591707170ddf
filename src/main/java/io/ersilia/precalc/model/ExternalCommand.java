package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Printable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program run once: no stdin, both streams in a log file, a time limit, only the given environment. */
public final class ExternalCommand {

    private static final File NOTHING = new File("/dev/null");

    /** Distinguishes what this command started from what another one left running. */
    private static final String MARK = "STARTED_BY_COMMAND";

    private static final int LOOKS = 3;

    private final String id = UUID.randomUUID().toString();
    private final List<String> args;
    private final Path directory;
    private final Path log;
    private final Map<String, String> environment;
    private volatile @Nullable Process process;

    public ExternalCommand(List<String> args, Path directory, Path log, Map<String, String> environment) {
        this.args = List.copyOf(args);
        this.directory = directory;
        this.log = log;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs the program to its end and returns its exit code; empty when it had to be ended at the limit. At the limit,
     * and when interrupted, all its descendants are ended with it; servers that it left behind on purpose are not.
     *
     * @throws IOException when the program cannot be started
     */
    public OptionalInt run(Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(args)
                .directory(directory.toFile())
                .redirectInput(Redirect.from(NOTHING)) // a program that asks a question must not wait forever
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(MARK, id);
        Process started = builder.start();
        process = started;
        try {
            boolean ended = started.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? OptionalInt.of(started.exitValue()) : OptionalInt.empty();
        } finally {
            end();
        }
    }

    /**
     * Why a program could not be started, in the system's own words, unwrapped from Java's: {@code Cannot run program "x" (in
     * directory "y"): error=2, No such file …}, in newer releases {@code …: Exec failed, error: 2 (No such file …) }.
     */
    public static String reason(IOException e) {
        return Printable.of(
                String.valueOf(e.getMessage()).replaceFirst("^.*error(?:=\\d+, (.*)|: \\d+ \\((.*)\\) *)$", "$1$2"));
    }

    /** Ends the program, if it runs, and its descendants; this also ends the wait for it. */
    public void end() {
        Process running = process;
        if (running != null && running.isAlive()) {
            Set<ProcessHandle> family = Processes.withDescendants(running.toHandle());
            for (int look = 0; look < LOOKS && !family.isEmpty(); look++) {
                Processes.end(family);
                family = Processes.startedWith(MARK + "=" + id); // what was forked since has lost its parent
            }
        }
    }
}
