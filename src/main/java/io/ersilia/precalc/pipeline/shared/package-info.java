/** What the jobs share: reading a partition, the version of a run, free disk space. */
@NullMarked
package io.ersilia.precalc.pipeline.shared;

import org.jspecify.annotations.NullMarked;
