package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.text.Message;
import io.ersilia.precalc.cli.text.StandardOutput;
import io.ersilia.precalc.cli.text.Terminal;
import io.ersilia.precalc.run.Failure;
import java.io.OutputStream;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Runs a command with the streams of its process. */
public final class Streams {

    private Streams() {}

    /** Runs the command. If not all of its data could be written, it ends with that failure, whatever else it did. */
    public static int execute(CommandLine command, StandardOutput out, OutputStream err, String... args) {
        PrintWriter messages = StandardOutput.messages(err);
        PrintWriter data = out.writer(Terminal.isStdout());
        int code = ExitCode.UNAVAILABLE;
        boolean told = false;
        try {
            code = command.setOut(data).setErr(messages).execute(args);
            told = code == ExitCode.UNAVAILABLE;
            data.flush();
        } catch (Failure e) {
            if (out.failure().isEmpty()) {
                throw e;
            }
        }
        if (out.failure().isEmpty()) {
            return code;
        }
        if (!told) {
            messages.println(Message.of(String.valueOf(out.failure().get().getMessage()), System.getenv()));
        }
        return ExitCode.UNAVAILABLE;
    }
}
