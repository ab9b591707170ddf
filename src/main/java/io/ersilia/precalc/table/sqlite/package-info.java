/** A table in a file of SQLite. */
@NullMarked
package io.ersilia.precalc.table.sqlite;

import org.jspecify.annotations.NullMarked;
