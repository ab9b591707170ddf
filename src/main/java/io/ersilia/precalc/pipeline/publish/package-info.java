/** Making a staged run the one that lookups see, and taking that back. */
@NullMarked
package io.ersilia.precalc.pipeline.publish;

import org.jspecify.annotations.NullMarked;
