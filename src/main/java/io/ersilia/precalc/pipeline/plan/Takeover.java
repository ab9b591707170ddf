package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * What a new run takes over from an earlier one instead of asking the model again.
 *
 * @param from the earlier run; null for the one that fits
 * @param isOff whether nothing is taken over
 * @param byKey whether a molecule is known by its key, whatever its SMILES
 * @param retryRejects whether what the model rejected is asked again
 * @param runner that the new run uses
 */
public record Takeover(@Nullable RunId from, boolean isOff, boolean byKey, boolean retryRejects, String runner) {

    /** What {@code --known-from} says to take nothing over. */
    public static final String NONE = "none";

    static final Takeover NOTHING = new Takeover(null, false, false, false, "");

    boolean isNothing() {
        return isOff || equals(NOTHING);
    }

    /** Whether somebody asked for it, and not only did not mind. */
    boolean isAskedFor() {
        return from != null || byKey || retryRejects;
    }

    /** What was said of the earlier run; null for nothing. */
    @Nullable
    String fromText() {
        return from != null ? from.value() : isOff ? NONE : null;
    }
}
