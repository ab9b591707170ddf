package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Take the library's word for its keys. */
public final class TrustKeysOption {

    @Option(
            names = "--trust-keys",
            description =
                    "Compare no keys of the library with those of its SMILES (a few hundred rows of each slice are"
                            + " compared, and keys that differ are warned of; they are kept in any case).")
    public boolean trustKeys;
}
