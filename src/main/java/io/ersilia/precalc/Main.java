package io.ersilia.precalc;

import io.ersilia.precalc.cli.PrecalcCommand;
import io.ersilia.precalc.cli.Streams;
import io.ersilia.precalc.cli.Wiring;
import io.ersilia.precalc.cli.text.StandardOutput;
import io.ersilia.precalc.cli.text.Terminal;
import java.time.Clock;
import java.time.ZoneOffset;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Termination termination = new Termination(Main::askToWait);
        System.exit(termination.run(() -> Streams.execute(
                PrecalcCommand.commandLine(
                        new Wiring(System.getenv(), Clock.tickMillis(ZoneOffset.UTC)), termination::isRequested),
                StandardOutput.ofProcess(),
                System.err,
                args)));
    }

    /** Only where a person pressed a key, over the line on which the terminal showed it. */
    private static void askToWait() {
        if (Terminal.isStderr()) {
            System.err.println(("dumb".equals(System.getenv("TERM")) ? System.lineSeparator() : "\r\u001b[K")
                    + "precalc: stopping; Ctrl-C again ends at once");
            System.err.flush();
        }
    }
}
