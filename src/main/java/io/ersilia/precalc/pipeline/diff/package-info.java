/** Comparing the predictions of two runs, or of the table and a run. */
@NullMarked
package io.ersilia.precalc.pipeline.diff;

import org.jspecify.annotations.NullMarked;
