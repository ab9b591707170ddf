package io.ersilia.precalc.prediction;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a partition: a prediction, or the reason why it is not one. */
public sealed interface ParsedRow {

    /** The molecule's key; null if the row has no valid one. */
    @Nullable
    InchiKey key();

    /** The SMILES that was sent to the model; empty if the row has none. */
    String input();

    /** A prediction. */
    record Valid(InchiKey key, String input, List<Value> values) implements ParsedRow {
        public Valid {
            values = Values.of(values);
        }
    }

    /** A row that cannot be looked up as a prediction. */
    record Rejected(@Nullable InchiKey key, String input, Reason reason, String detail) implements ParsedRow {}
}
