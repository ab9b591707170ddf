/** Running a model on one slice: batches, checkpoints, the partition. */
@NullMarked
package io.ersilia.precalc.pipeline.predict;

import org.jspecify.annotations.NullMarked;
