/** Keeping many models predicted within a budget: which run to start next. */
@NullMarked
package io.ersilia.precalc.pipeline.campaign;

import org.jspecify.annotations.NullMarked;
