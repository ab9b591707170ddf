package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.table.WriteCapacity;
import java.util.List;

/**
 * A table of DynamoDB as it is, by its own description, DescribeTable.
 *
 * @param status in the service's word, e.g. {@code ACTIVE}
 * @param writable whether it takes writes in that status
 * @param keys its keys as a person reads them
 * @param hasOurKeys whether predictions find their place by them
 * @param items that it holds, counted by the service about every six hours
 * @param bytes that they take, counted at the same time
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
