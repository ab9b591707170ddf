package io.ersilia.precalc.table;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table's entry for one molecule in one model: its values, or the reason why it has none.
 *
 * @param values one per output column, in order; empty for a rejected molecule
 * @param rejected null for a prediction
 * @param modelVersion null when unknown
 */
public record Item(
        InchiKey key,
        ModelId model,
        String smiles,
        List<Value> values,
        @Nullable Reason rejected,
        Instant timestamp,
        RunId run,
        @Nullable String modelVersion) {

    /** DynamoDB's limit for one item, in bytes. */
    public static final int MAX_BYTES = 400 * 1024;

    public Item {
        values = List.copyOf(values);
        if ((rejected == null) == values.isEmpty()) {
            throw new IllegalArgumentException("an item has values or a reason to be rejected, never both or neither");
        }
    }
}
