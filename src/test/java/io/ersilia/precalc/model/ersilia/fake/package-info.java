/** The stand-ins for ersilia and docker as tests see them; the programs themselves are in {@code src/test/bin}. */
@NullMarked
package io.ersilia.precalc.model.ersilia.fake;

import org.jspecify.annotations.NullMarked;
