/** What the stack promises. */
@NullMarked
package io.ersilia.precalc.infra;

import org.jspecify.annotations.NullMarked;
