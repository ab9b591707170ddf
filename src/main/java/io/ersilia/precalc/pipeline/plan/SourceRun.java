package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.run.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A complete run from which another takes predictions over.
 *
 * @param modelVersion that it used; null when the model did not say
 */
record SourceRun(Plan plan, @Nullable String modelVersion) {}
