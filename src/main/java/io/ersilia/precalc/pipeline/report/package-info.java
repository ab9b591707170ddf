/** Gathering what is known of a run, for its report. */
@NullMarked
package io.ersilia.precalc.pipeline.report;

import org.jspecify.annotations.NullMarked;
