/** The report of a run, for people who did not watch it. */
@NullMarked
package io.ersilia.precalc.report;

import org.jspecify.annotations.NullMarked;
