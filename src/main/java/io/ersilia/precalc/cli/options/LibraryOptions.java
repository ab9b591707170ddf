package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which molecules. */
public final class LibraryOptions {

    @Option(
            names = {"-i", "--library", "--input"},
            paramLabel = "PATH",
            description = "CSV, TSV or .smi file of molecules, plain or gzipped: a path or s3://… "
                    + "(<store>/reference_library.csv; if a folder store has none, ./test_input.csv).")
    @Nullable
    public String library;

    @Option(
            names = {"-n", "--sample"},
            paramLabel = "N",
            description = "Only N molecules, spread over the library; uses <library name>_N.csv beside it if there "
                    + "is one (the whole library).")
    @Nullable
    public Integer sample;
}
