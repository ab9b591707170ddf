package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.plan.Takeover;
import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new run takes over from an earlier one. */
public final class KnownOptions {

    @Option(
            names = "--known-from",
            paramLabel = "RUN",
            description = {
                "Complete run whose predictions a new run takes over, or none.",
                "(The largest of the same version and runner, if the model is deterministic.)"
            })
    @Nullable
    RunId from;

    @Option(names = "--known-by-key", description = "Take over rows by the key alone, whatever the SMILES.")
    boolean byKey;

    @Option(names = "--retry-rejects", description = "Ask the model again about what it rejected in the earlier run.")
    boolean retryRejects;

    /** @param runner that is used */
    Takeover takeover(String runner) {
        boolean isOff = from != null && from.value().equals(Takeover.NONE);
        return new Takeover(isOff ? null : from, isOff, byKey, retryRejects, runner);
    }
}
