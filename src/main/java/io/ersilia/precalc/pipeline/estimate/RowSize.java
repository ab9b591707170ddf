package io.ersilia.precalc.pipeline.estimate;

import io.ersilia.precalc.table.dynamodb.ItemSize;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a library takes on average once it is predicted and served.
 *
 * @param columns output columns of the model; null when not known
 * @param measured whether an earlier partition was measured; else the size is assumed
 * @param storeBytes of the partition's CSV
 * @param items of the table: less than 1 if some rows are rejected without a key
 * @param itemBytes of the table, as it is charged for storage
 * @param writeUnits of the table
 */
record RowSize(
        @Nullable Integer columns,
        boolean measured,
        double storeBytes,
        double items,
        double itemBytes,
        double writeUnits) {

    /** Bytes billed on top of each stored item: Developer Guide, "DynamoDB item sizes and formats". */
    static final int STORED_ITEM_BYTES = 100;

    // Assumed where nothing is known: a key of 27 characters, a SMILES of 50, numbers of about 8 characters.
    private static final int CSV_BYTES = 27 + 1 + 50 + 1;
    private static final int CSV_CELL_BYTES = 9;
    private static final int ITEM_BYTES = 200;
    private static final int VALUE_BYTES = 6;

    RowSize {
        if ((columns != null && columns < 0)
                || !(storeBytes >= 0 && items >= 0 && items <= 1 && itemBytes >= 0 && writeUnits >= 0)
                || Double.isInfinite(storeBytes + itemBytes + writeUnits)) {
            throw new IllegalArgumentException("no size of a row: %s columns, %s and %s bytes, %s items, %s write units"
                    .formatted(columns, storeBytes, itemBytes, items, writeUnits));
        }
    }

    /** For a model without any partition; if its columns are not known, as if it had one. */
    static RowSize assumed(@Nullable Integer columns) {
        int cells = columns == null ? 1 : columns;
        double itemBytes = ITEM_BYTES + (double) VALUE_BYTES * cells;
        return new RowSize(
                columns,
                false,
                CSV_BYTES + (double) CSV_CELL_BYTES * cells,
                1,
                itemBytes + STORED_ITEM_BYTES,
                ItemSize.writeUnits((long) itemBytes));
    }
}
