/** Accounting for every row of a run. */
@NullMarked
package io.ersilia.precalc.pipeline.finish;

import org.jspecify.annotations.NullMarked;
