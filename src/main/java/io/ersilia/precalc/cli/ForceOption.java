package io.ersilia.precalc.cli;

import picocli.CommandLine.Option;

/** Do it again. */
final class ForceOption {

    @Option(names = "--force", description = "Do it again although it is done.")
    boolean force;
}
