/** The models: the port, the Ersilia CLI, the embedded model, and the check of what they answer. */
@NullMarked
package io.ersilia.precalc.model;

import org.jspecify.annotations.NullMarked;
