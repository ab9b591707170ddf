/** Finds the molecule of a library that is most similar to another one. */
@NullMarked
package io.ersilia.precalc.nearest;

import org.jspecify.annotations.NullMarked;
