package io.ersilia.precalc.stats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an output column holds. Every predicted row is counted once, as number, text, empty or out of range.
 *
 * @param numbers cells that are numbers a table can keep
 * @param texts cells that are neither numbers nor empty
 * @param empties cells that are empty or NaN
 * @param outOfRange infinite cells, and numbers beyond what a table can keep: serve rejects their rows
 * @param spread of the numbers; null without any
 * @param frequentTexts the most frequent texts, the most frequent first; all of them with exact counts while they are
 *     few, else the counts are lower bounds
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public record ColumnStats(
        String column,
        long numbers,
        long texts,
        long empties,
        long outOfRange,
        @Nullable Spread spread,
        List<TextCount> frequentTexts) {

    public ColumnStats {
        frequentTexts = List.copyOf(frequentTexts);
    }

    /** Predicted rows. */
    public long rows() {
        return numbers + texts + empties + outOfRange;
    }

    /** From 0 to 1; 0 without rows. */
    public double shareOfEmpties() {
        return rows() == 0 ? 0 : (double) empties / rows();
    }

    /** Whether there is nothing to tell apart: every row the same, or no row with a value. */
    public boolean isConstant() {
        return information() == 0;
    }

    /** This column and the same of other rows. */
    public ColumnStats merge(ColumnStats other) {
        throw new UnsupportedOperationException("not yet"); // bodies follow
    }

    /** How many bits a cell of the column tells at the resolution of a small histogram; 0 for constant and empty columns. */
    public double information() {
        throw new UnsupportedOperationException("not yet"); // bodies follow
    }
}
