package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Whether a command only shows what it would do. */
public final class DryRunOption {

    @Option(names = "--dry-run", description = "Show the estimate without writing anything.")
    public boolean run;
}
