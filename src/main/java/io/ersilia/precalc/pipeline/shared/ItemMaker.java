package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.dynamodb.ItemSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the table's items from a partition's rows, all with one time. */
public record ItemMaker(Partition partition, @Nullable String modelVersion, Instant timestamp) {

    /**
     * A row as the table would keep it.
     *
     * @param row a prediction that is too large for an item has become a rejected row
     * @param item empty for a rejected row without a key, which cannot be looked up
     * @param bytes of the item; 0 if there is none
     */
    public record Made(ParsedRow row, Optional<Item> item, long bytes) {}

    public Made make(ParsedRow row) {
        Optional<Item> item = Optional.ofNullable(row.key()).map(key -> item(key, row.input(), row));
        long bytes = item.map(ItemSize::of).orElse(0L);
        return row instanceof ParsedRow.Valid valid && bytes > Item.MAX_BYTES
                ? make(new ParsedRow.Rejected(
                        valid.key(),
                        valid.input(),
                        Reason.ITEM_TOO_LARGE,
                        "%d bytes, an item holds %d".formatted(bytes, Item.MAX_BYTES)))
                : new Made(row, item, bytes);
    }

    /** The row that {@link #make} returns, found without making the item if the row surely fits. */
    public ParsedRow row(ParsedRow row) {
        return row instanceof ParsedRow.Valid valid && !ItemSize.surelyFits(valid.input(), valid.values())
                ? make(row).row()
                : row;
    }

    private Item item(InchiKey key, String input, ParsedRow row) {
        return row instanceof ParsedRow.Valid valid
                ? new Item(
                        key, partition.model(), input, valid.values(), null, timestamp, partition.run(), modelVersion)
                : new Item(
                        key,
                        partition.model(),
                        input.substring(0, Math.min(input.length(), Screening.MAX_SMILES)),
                        List.of(),
                        ((ParsedRow.Rejected) row).reason(),
                        timestamp,
                        partition.run(),
                        modelVersion);
    }
}
