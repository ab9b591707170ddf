/** The models: their interface, the Ersilia CLI, the embedded model, and the checks of their answers. */
@NullMarked
package io.ersilia.precalc.model;

import org.jspecify.annotations.NullMarked;
