package io.ersilia.precalc.cli.options;

import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** How much is said on stderr. */
public final class LogOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Only warnings and errors on stderr.")
    public boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "More notices, and the stack trace of an error.")
    boolean verbose;

    /** The least level that is said. */
    public Level level() {
        return quiet ? Level.WARN : verbose ? Level.DEBUG : Level.INFO;
    }
}
