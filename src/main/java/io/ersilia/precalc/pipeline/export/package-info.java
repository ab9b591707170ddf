/** Writing the predictions of runs as one dataset. */
@NullMarked
package io.ersilia.precalc.pipeline.export;

import org.jspecify.annotations.NullMarked;
