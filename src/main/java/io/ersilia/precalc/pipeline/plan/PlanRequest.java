package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked for; null where nothing was said, so that a plan that is there decides.
 *
 * @param version of the model
 * @param knownVersion the version that the runner is known to have, where nothing was said
 * @param library path or URI
 * @param sample number of molecules
 * @param workers number of slices
 * @param run the run to go on with or to create
 * @param newRun whether an unfinished run is left alone
 * @param alone whether a plan may be made here: false for a worker of many, which must all have the same
 * @param verify whether to read the library of a plan that is there and compare its hash
 */
public record PlanRequest(
        ModelId model,
        @Nullable String version,
        @Nullable String knownVersion,
        @Nullable String library,
        @Nullable Integer sample,
        @Nullable Integer workers,
        @Nullable RunId run,
        boolean newRun,
        boolean alone,
        boolean verify) {

    public PlanRequest {
        if (sample != null && sample < 1) {
            throw new IllegalArgumentException("not a sample: %d, expected 1 or more molecules".formatted(sample));
        }
    }

    @Nullable
    String wantedVersion() {
        return version != null ? version : knownVersion;
    }
}
