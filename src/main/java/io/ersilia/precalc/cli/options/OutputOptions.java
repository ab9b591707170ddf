package io.ersilia.precalc.cli.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is said, and where. */
public final class OutputOptions {

    /** How data is written. */
    public enum Format {
        TEXT,
        JSON,
        CSV,
        HTML;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    public Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the data to FILE (stdout).")
    @Nullable
    public Path output;

    @Mixin
    public LogOptions log;
}
