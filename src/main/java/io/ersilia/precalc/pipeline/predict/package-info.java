/** Running a model on one slice: batches, what is kept of them, the partition. */
@NullMarked
package io.ersilia.precalc.pipeline.predict;

import org.jspecify.annotations.NullMarked;
