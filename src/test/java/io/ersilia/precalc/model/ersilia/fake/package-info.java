/** A stand-in for the ersilia program: real processes, real files, faults at will, nothing but the JDK. */
@NullMarked
package io.ersilia.precalc.model.ersilia.fake;

import org.jspecify.annotations.NullMarked;
