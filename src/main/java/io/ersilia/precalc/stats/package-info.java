/** The distribution of each output column's values, collected during prediction and merged across partitions. */
@NullMarked
package io.ersilia.precalc.stats;

import org.jspecify.annotations.NullMarked;
