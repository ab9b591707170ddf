/** How the values of each output column are distributed, gathered while they are predicted and merged over partitions. */
@NullMarked
package io.ersilia.precalc.stats;

import org.jspecify.annotations.NullMarked;
