/** What a run takes before it is begun: time, write units, money. */
@NullMarked
package io.ersilia.precalc.pipeline.estimate;

import org.jspecify.annotations.NullMarked;
