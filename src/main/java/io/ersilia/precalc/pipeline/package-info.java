/** The jobs of the program: plan, predict, serve, finish. */
@NullMarked
package io.ersilia.precalc.pipeline;

import org.jspecify.annotations.NullMarked;
