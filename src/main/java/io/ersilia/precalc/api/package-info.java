/** Lookups: molecules in, predictions out. */
@NullMarked
package io.ersilia.precalc.api;

import org.jspecify.annotations.NullMarked;
