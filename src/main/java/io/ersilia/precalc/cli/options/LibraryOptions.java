package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which molecules. */
public final class LibraryOptions {

    @Option(
            names = {"-i", "--library", "--input"},
            paramLabel = "PATH",
            description =
                    "CSV, TSV or .smi of molecules, also in gzip, a path or s3://… (<store>/reference_library.csv; with a folder store that has"
                            + " none, ./test_input.csv).")
    @Nullable
    public String library;

    @Option(
            names = {"-n", "--sample"},
            paramLabel = "N",
            description = "Only N molecules, spread over the library; <library name>_N.csv beside it is used when it is"
                    + " there (the whole library).")
    @Nullable
    public Integer sample;
}
