/** The records everyone shares: model id, run id, worker, slice, plan, manifests. */
@NullMarked
package io.ersilia.precalc.run;

import org.jspecify.annotations.NullMarked;
