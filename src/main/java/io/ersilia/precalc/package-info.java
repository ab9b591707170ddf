/** precalc computes predictions of the Ersilia Model Hub once for a reference library, so that they can be looked up in milliseconds. */
@NullMarked
package io.ersilia.precalc;

import org.jspecify.annotations.NullMarked;
