/** Where predictions are looked up: DynamoDB or SQLite. */
@NullMarked
package io.ersilia.precalc.table;

import org.jspecify.annotations.NullMarked;
