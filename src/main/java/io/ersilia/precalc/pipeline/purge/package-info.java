/** Removing predictions from the table. */
@NullMarked
package io.ersilia.precalc.pipeline.purge;

import org.jspecify.annotations.NullMarked;
