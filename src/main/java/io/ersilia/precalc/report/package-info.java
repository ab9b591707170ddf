/** What is said about a run to people who were not there. */
@NullMarked
package io.ersilia.precalc.report;

import org.jspecify.annotations.NullMarked;
