/** A model's predictions as one file that other programs read: columns with types, rows sorted by key, facts beside them. */
@NullMarked
package io.ersilia.precalc.dataset;

import org.jspecify.annotations.NullMarked;
