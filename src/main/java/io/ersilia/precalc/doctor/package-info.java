/** Whether everything is there that a run needs: one small check a thing, none of which changes anything. */
@NullMarked
package io.ersilia.precalc.doctor;

import org.jspecify.annotations.NullMarked;
