package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Do it again. */
public final class ForceOption {

    @Option(
            names = "--force",
            description = {
                "Repeat finished work.",
                "serve and run also overwrite a newer run in the table, or a full run with a sample."
            })
    public boolean force;
}
