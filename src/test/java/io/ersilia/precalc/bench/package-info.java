/** What shows how fast the program is and how little memory it needs; docs/benchmarks.md has commands and figures. */
@NullMarked
package io.ersilia.precalc.bench;

import org.jspecify.annotations.NullMarked;
