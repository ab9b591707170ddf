package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Do it again. */
public final class ForceOption {

    @Option(
            names = "--force",
            description =
                    "Do it again although it is done; serve and run also over a newer run of the table, or a sample over a full run.")
    public boolean force;
}
