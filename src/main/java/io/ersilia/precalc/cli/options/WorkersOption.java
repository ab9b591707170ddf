package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Worker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Into how many slices a library is cut. */
public final class WorkersOption {

    @Option(names = "--workers", paramLabel = "N", description = "Number of slices (one per 1,000 rows, at most 50).")
    @Nullable
    public Integer workers;

    /** The number given, if it can be one; null without. */
    @Nullable
    public Integer checked() {
        return workers == null ? null : Integer.valueOf(new Worker(1, workers).total());
    }
}
