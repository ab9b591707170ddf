package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.store.RunStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an estimate is made with. */
public final class EstimateOptions {

    @Option(
            names = "--max-parallel",
            paramLabel = "N",
            defaultValue = "10",
            description = "Estimate for N jobs of GitHub Actions at once (${DEFAULT-VALUE}).")
    public int maxParallel;

    @Mixin
    public PricesOption prices;

    /** Refuses unusable prices and options before a library is read. */
    public Estimator estimator(RunStore store, RunnerOptions runner) {
        Prices charged = prices.prices();
        return Usage.check(
                () -> new Estimator(store, charged, runner.runner.toString(), runner.batchSize, maxParallel));
    }
}
