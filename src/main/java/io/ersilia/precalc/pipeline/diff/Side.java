package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.run.RunId;
import org.jspecify.annotations.Nullable;

/**
 * One of the two that are compared.
 *
 * @param name as people call it: {@code run r1}, {@code table sqlite:predictions.db}
 * @param run null for the table
 * @param modelVersion null where it is not known
 */
public record Side(
        String name, @Nullable RunId run, @Nullable String modelVersion) {}
