package io.ersilia.precalc.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/** The real command line in this process, with an environment of its own and both streams caught. */
public final class Precalc {

    /** What a command said and how it ended. */
    public record Result(int code, String out, String err) {}

    private final Map<String, String> environment = new HashMap<>();
    private Clock clock = Clock.systemUTC();
    private Path folder = Path.of("");
    private boolean stopping;

    /** Sets a variable of the environment, which is empty otherwise. */
    public Precalc with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Precalc with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** The working folder, as far as its {@code precalc.properties} goes. */
    Precalc in(Path working) {
        folder = working;
        return this;
    }

    public Precalc at(Clock now) {
        clock = now;
        return this;
    }

    /** The process has been told to stop. */
    Precalc stopping() {
        stopping = true;
        return this;
    }

    public Result run(String... args) {
        StringWriter out = new StringWriter();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realErr = System.err;
        try (PrintStream caught = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setErr(caught); // the log goes there
            CommandLine command = PrecalcCommand.commandLine(
                            new Wiring(environment, clock, wait -> {}), () -> stopping, folder, args)
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(caught, true, StandardCharsets.UTF_8));
            int code = command.execute(args);
            return new Result(code, out.toString(), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(realErr);
        }
    }
}
