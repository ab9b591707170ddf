package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a new run takes over from an earlier one instead of asking the model again.
 *
 * @param from the earlier run; null to find one that fits
 * @param isOff whether nothing is taken over
 * @param byKey whether a molecule is known by its key, whatever its SMILES
 * @param retryRejects whether molecules that the model rejected are asked again
 * @param runner that the new run uses
 */
public record Takeover(@Nullable RunId from, boolean isOff, boolean byKey, boolean retryRejects, String runner) {

    /** The value of {@code --known-from} that takes nothing over. */
    public static final String NONE = "none";

    static final Takeover NOTHING = new Takeover(null, false, false, false, "");

    boolean isNothing() {
        return isOff || equals(NOTHING);
    }

    /** Whether the user asked to take something over, instead of leaving the default. */
    boolean isAskedFor() {
        return from != null || byKey || retryRejects;
    }

    /** How the user named the earlier run; null for not at all. */
    @Nullable
    String fromText() {
        return from != null ? from.value() : isOff ? NONE : null;
    }
}
