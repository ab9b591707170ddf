package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Where in the table a run is written. */
public final class StageOption {

    @Option(names = "--stage", description = "Stage the run: lookups do not see it until publish.")
    public boolean wanted;
}
