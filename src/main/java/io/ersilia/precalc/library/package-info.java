/** The reference library: scanned once, sliced by CSV record, never whole in memory. */
@NullMarked
package io.ersilia.precalc.library;

import org.jspecify.annotations.NullMarked;
