/** The documents of the project, tried as their readers do. */
@NullMarked
package io.ersilia.precalc.docs;

import org.jspecify.annotations.NullMarked;
