package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which molecules. */
public final class LibraryOptions {

    @Option(
            names = {"-i", "--library", "--input"},
            paramLabel = "PATH",
            description = {
                "CSV, TSV or .smi file of molecules, plain or gzipped.",
                "Several files are read as one library: a folder, a prefix that ends in /, or a pattern, e.g. 'lib/*.csv.gz'.",
                "A path or s3://… (<store>/reference_library.csv; if a folder store has none, ./test_input.csv)."
            })
    @Nullable
    String library;

    @Option(
            names = {"-n", "--sample"},
            paramLabel = "N",
            description = {
                "Only N molecules, spread over the library.",
                "Uses <library name>_N.csv beside it if there is one (the whole library)."
            })
    @Nullable
    public Integer sample;

    /**
     * The library that is named; null for the usual one.
     *
     * @throws Failure of kind USAGE when it is standard input: every worker reads its own part of it, and again on a resume
     */
    public @Nullable String library() {
        if ("-".equals(library)) {
            throw Failure.usage("--library -: a library is read again by each worker and on each resume, which standard"
                    + " input cannot be: write it to a file first, e.g. … > library.csv");
        }
        return library;
    }
}
