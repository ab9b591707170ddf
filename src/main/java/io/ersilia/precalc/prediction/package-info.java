/** Predictions and their rows in a partition: typed, validated, read and written. */
@NullMarked
package io.ersilia.precalc.prediction;

import org.jspecify.annotations.NullMarked;
