/** CSV records (RFC 4180): read with bounded memory and byte positions, written with quotes only where needed. */
@NullMarked
package io.ersilia.precalc.csv;

import org.jspecify.annotations.NullMarked;
