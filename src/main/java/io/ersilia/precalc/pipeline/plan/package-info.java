/** Fixing the settings of a run: which rows of which file, for how many workers. */
@NullMarked
package io.ersilia.precalc.pipeline.plan;

import org.jspecify.annotations.NullMarked;
