/** precalc: predictions of the Ersilia Model Hub, calculated once for a reference library and looked up ever after. */
@NullMarked
package io.ersilia.precalc;

import org.jspecify.annotations.NullMarked;
