/** Writing one partition to the table. */
@NullMarked
package io.ersilia.precalc.pipeline.serve;

import org.jspecify.annotations.NullMarked;
