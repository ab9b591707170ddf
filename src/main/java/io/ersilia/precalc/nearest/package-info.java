/** The molecule of a library that is most like another one. */
@NullMarked
package io.ersilia.precalc.nearest;

import org.jspecify.annotations.NullMarked;
