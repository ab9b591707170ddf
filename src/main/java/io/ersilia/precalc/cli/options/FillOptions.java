package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Whether a query may ask a model, and may keep what that says. */
public final class FillOptions {

    @Option(
            names = "--fill",
            description = "With --model and SMILES, predict what is missing with --runner, and answer with both.")
    public boolean fill;

    @Option(names = "--write", description = "With --fill, write what was computed to the table.")
    public boolean write;

    @Option(names = "--force", description = "With --write, let the embedded model write to DynamoDB.")
    public boolean force;
}
