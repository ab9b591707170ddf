/** Records of a CSV file (RFC 4180): read with bounded memory and known byte positions, written with the fewest quotes. */
@NullMarked
package io.ersilia.precalc.csv;

import org.jspecify.annotations.NullMarked;
