package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of the table's write capacity a run may use. */
public final class BudgetOption {

    @Option(
            names = "--write-budget",
            paramLabel = "WCU",
            description = "Use at most WCU write units of a table of DynamoDB a second, by all processes together that"
                    + " serve the run (as many as the table takes).")
    @Nullable
    public Double units;

    /**
     * What this process may use; infinite without a budget.
     *
     * @param processes that serve the run at the same time, this one included
     */
    public double share(int processes) {
        check();
        return units == null ? Double.POSITIVE_INFINITY : units / processes;
    }

    /** Refuses what is no budget, before anything is looked up. */
    public void check() {
        if (units == null) {
            return;
        }
        if (!(units > 0) || units.isInfinite()) {
            throw Failure.usage("not a number of write units a second: %s, expected more than 0 with --write-budget"
                    .formatted(units));
        }
    }
}
