package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Whether the keys of the library are believed. */
public final class TrustKeysOption {

    @Option(
            names = "--trust-keys",
            description = "Do not compare the library's keys with its SMILES (a few hundred rows of each slice are "
                    + "compared; keys that differ are kept, with a warning).")
    public boolean trustKeys;
}
