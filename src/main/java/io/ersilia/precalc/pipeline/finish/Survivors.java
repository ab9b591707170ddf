package io.ersilia.precalc.pipeline.finish;

import java.util.BitSet;

/**
 * Which rows of a partition the table should answer with.
 *
 * @param items how many these are
 * @param superseded positions of the rows whose key a later row has too
 */
record Survivors(long items, BitSet superseded) {}
