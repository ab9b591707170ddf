package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Where in the table a run is written. */
public final class StageOption {

    @Option(names = "--stage", description = "Write beside what lookups see; publish makes it what they see.")
    public boolean wanted;
}
