/** A store in a folder, and files. */
@NullMarked
package io.ersilia.precalc.store.folder;

import org.jspecify.annotations.NullMarked;
