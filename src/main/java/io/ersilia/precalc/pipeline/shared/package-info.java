/** What the jobs share: a partition as it is read, the version of a run, room on this disk. */
@NullMarked
package io.ersilia.precalc.pipeline.shared;

import org.jspecify.annotations.NullMarked;
