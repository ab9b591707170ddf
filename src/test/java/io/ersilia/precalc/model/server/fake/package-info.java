/** A stand-in for the docker program: real processes, real files, faults at will, nothing but the JDK. */
@NullMarked
package io.ersilia.precalc.model.server.fake;

import org.jspecify.annotations.NullMarked;
