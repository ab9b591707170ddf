/** The reference library: scanned once, sliced by CSV record, never held in memory as a whole. */
@NullMarked
package io.ersilia.precalc.library;

import org.jspecify.annotations.NullMarked;
