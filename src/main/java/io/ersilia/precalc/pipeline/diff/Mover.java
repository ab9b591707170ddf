package io.ersilia.precalc.pipeline.diff;

import org.jspecify.annotations.Nullable;

/**
 * A molecule whose value changed.
 *
 * @param smiles as the model was given it on the side of B
 * @param a all digits of a number, or the text; null for a missing value
 * @param change of a number, b - a; null where one is no number
 */
public record Mover(
        String key,
        String smiles,
        @Nullable String a,
        @Nullable String b,
        @Nullable Double change) {}
