/** The Ersilia CLI as a runner: its files, its steps, its session, and the checks of its output. */
@NullMarked
package io.ersilia.precalc.model.ersilia;

import org.jspecify.annotations.NullMarked;
