package io.ersilia.precalc.cli;

import io.ersilia.precalc.pipeline.finish.RejectRate;
import picocli.CommandLine.Option;

/** How many rows may be rejected. */
final class RateOption {

    @Option(
            names = "--max-reject-rate",
            paramLabel = "F",
            defaultValue = "0.1",
            description = "Exit with 3 when a larger share of the rows is rejected, 0 to 1 (${DEFAULT-VALUE}).")
    double most;

    RejectRate rate() {
        return new RejectRate(most);
    }
}
