/** Estimating a run before it starts: time, write units, money. */
@NullMarked
package io.ersilia.precalc.pipeline.estimate;

import org.jspecify.annotations.NullMarked;
