/** Tests of what is said about a run. */
@NullMarked
package io.ersilia.precalc.report;

import org.jspecify.annotations.NullMarked;
