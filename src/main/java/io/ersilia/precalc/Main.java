package io.ersilia.precalc;

import io.ersilia.precalc.cli.PrecalcCommand;
import io.ersilia.precalc.cli.Streams;
import io.ersilia.precalc.cli.Wiring;
import io.ersilia.precalc.cli.text.StandardOutput;
import io.ersilia.precalc.cli.text.Terminal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // %d has other digits in some languages, and names of files are made by it
        boolean endsAtOnce = args.length > 0 && args[0].equals("api"); // it has no work to end
        Termination termination = new Termination(() -> askToWait(endsAtOnce));
        System.exit(termination.run(() -> Streams.execute(
                PrecalcCommand.commandLine(
                        new Wiring(System.getenv(), Clock.tickMillis(ZoneOffset.UTC)), termination::isRequested, args),
                StandardOutput.ofProcess(),
                System.err,
                args)));
    }

    /** Only where a person pressed a key, over the line on which the terminal showed it. */
    private static void askToWait(boolean endsAtOnce) {
        if (Terminal.isStderr()) {
            System.err.print(("dumb".equals(System.getenv("TERM")) ? System.lineSeparator() : "\r\u001b[K")
                    + (endsAtOnce ? "" : "precalc: stopping; Ctrl-C again ends at once" + System.lineSeparator()));
            System.err.flush();
        }
    }
}
