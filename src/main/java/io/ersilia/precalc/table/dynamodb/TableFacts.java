package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.table.WriteCapacity;
import java.util.List;

/**
 * The state of a DynamoDB table, from DescribeTable.
 *
 * @param status in the service's own word, e.g. {@code ACTIVE}
 * @param writable whether it accepts writes in that status
 * @param keys as shown to the user
 * @param hasOurKeys whether they are the keys of a table of predictions
 * @param items counted by the service about every six hours
 * @param bytes of all items, counted at the same time
 */
public record TableFacts(
        String status,
        boolean writable,
        List<String> keys,
        boolean hasOurKeys,
        WriteCapacity capacity,
        long items,
        long bytes) {

    public TableFacts {
        keys = List.copyOf(keys);
        if (items < 0 || bytes < 0) {
            throw new IllegalArgumentException("no size of a table: %d items, %d bytes".formatted(items, bytes));
        }
    }
}
