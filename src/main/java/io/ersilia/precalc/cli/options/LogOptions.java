package io.ersilia.precalc.cli.options;

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
    public boolean verbose;
}
