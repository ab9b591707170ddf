package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Whether wide rows are wanted. */
public final class WideOption {

    @Option(
            names = "--allow-wide",
            description = "Write rows of more than 8 write units to a table of DynamoDB all the same.")
    public boolean allowWide;
}
