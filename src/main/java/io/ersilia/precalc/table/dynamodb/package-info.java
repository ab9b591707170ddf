/** A table of DynamoDB. */
@NullMarked
package io.ersilia.precalc.table.dynamodb;

import org.jspecify.annotations.NullMarked;
