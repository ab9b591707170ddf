package io.ersilia.precalc.cli;

import io.ersilia.precalc.pipeline.Estimator;
import io.ersilia.precalc.pipeline.Prices;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an estimate is made with. */
final class EstimateOptions {

    @Option(
            names = "--max-parallel",
            paramLabel = "N",
            defaultValue = "10",
            description = "Estimate for N jobs of GitHub Actions at the same time (${DEFAULT-VALUE}).")
    int maxParallel;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Estimate with the prices of FILE (those of us-east-1, see docs/cost.md).")
    @Nullable
    Path prices;

    /** Refuses what cannot be estimated with, before a library is read. */
    Estimator estimator(RunStore store, RunnerOptions runner) {
        Prices charged = prices(prices);
        return Usage.check(
                () -> new Estimator(store, charged, runner.runner.toString(), runner.batchSize, maxParallel));
    }

    /** The prices of the file; of this version without one. */
    static Prices prices(@Nullable Path file) {
        if (file == null) {
            return Prices.own();
        }
        byte[] json;
        try {
            json = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.input("cannot read the prices %s: %s; correct --prices".formatted(file, Printable.reason(e)));
        }
        return Prices.read(json, file.toString());
    }
}
