/** Checks of everything a run needs: one small check per item, without side effects. */
@NullMarked
package io.ersilia.precalc.doctor;

import org.jspecify.annotations.NullMarked;
