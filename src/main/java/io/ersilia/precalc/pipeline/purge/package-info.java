/** Taking predictions out of the table again. */
@NullMarked
package io.ersilia.precalc.pipeline.purge;

import org.jspecify.annotations.NullMarked;
