package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.words.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a table is written. */
public final class WriteOptions {

    @Option(names = "--allow-wide", description = "Write rows of more than 8 write units to DynamoDB anyway.")
    public boolean allowWide;

    @Mixin
    public StageOption stage = new StageOption();

    @Option(
            names = "--write-budget",
            paramLabel = "WCU",
            description =
                    "Use at most WCU write units per second of a DynamoDB table, together with all other processes that"
                            + " have a budget for it (as many as the table takes).")
    @Nullable
    Double budget;

    /** Write units a second of all processes together that write the table; infinite without a budget. */
    public double budget() {
        if (budget == null) {
            return Double.POSITIVE_INFINITY;
        }
        if (!(budget > 0) || budget.isInfinite()) {
            throw Failure.usage(
                    "--write-budget %s: expected more than 0 write units a second".formatted(Words.number(budget)));
        }
        return budget;
    }
}
