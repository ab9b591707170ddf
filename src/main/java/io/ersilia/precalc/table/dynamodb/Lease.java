package io.ersilia.precalc.table.dynamodb;

/**
 * A writer's claim on a share of the table's write budget.
 *
 * @param writer a name that no other writer has or had
 * @param renewals how often it was renewed; if this stops growing, the writer is dead
 * @param budget write units a second that all writers together may use, as this writer was told
 */
record Lease(String writer, long renewals, double budget) {

    Lease {
        if (!(budget > 0)) {
            throw new IllegalArgumentException("no budget of write units: " + budget);
        }
    }
}
