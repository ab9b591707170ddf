package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.finish.RejectRate;
import picocli.CommandLine.Option;

/** How many rows may be rejected. */
public final class RateOption {

    @Option(
            names = "--max-reject-rate",
            paramLabel = "F",
            defaultValue = "0.1",
            description = "Exit with 3 if a larger share is rejected, 0 to 1 (${DEFAULT-VALUE}).")
    public double most;

    public RejectRate rate() {
        return Usage.check(() -> new RejectRate(most));
    }
}
