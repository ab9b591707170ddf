package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where predictions are looked up. */
public final class TableOptions {

    @Option(
            names = "--table",
            paramLabel = "URI",
            description = "dynamodb:NAME or sqlite:PATH (sqlite:<store>/predictions.db for a folder,"
                    + " dynamodb:precalculations-table for S3).")
    @Nullable
    public String table;
}
