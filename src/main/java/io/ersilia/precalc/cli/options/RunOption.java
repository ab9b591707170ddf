package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A run that exists; without the option, the newest. */
public final class RunOption {

    @Option(names = "--run", paramLabel = "ID", description = "The run (the newest).")
    @Nullable
    public RunId id;
}
