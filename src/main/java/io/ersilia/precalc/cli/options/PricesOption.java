package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is charged. */
public final class PricesOption {

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Estimate with the prices of FILE (those of us-east-1, see docs/cost.md).")
    @Nullable
    public Path file;

    public Prices prices() {
        return file == null ? Prices.own() : read(file);
    }

    private static Prices read(Path file) {
        byte[] json;
        try {
            json = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.input("cannot read the prices %s: %s; correct --prices".formatted(file, Printable.reason(e)));
        }
        return Prices.read(json, file.toString());
    }
}
