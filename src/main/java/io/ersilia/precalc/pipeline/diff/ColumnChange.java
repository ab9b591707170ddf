package io.ersilia.precalc.pipeline.diff;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ersilia.precalc.stats.Categories;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column changed, among the molecules that both sides predict.
 *
 * @param numbers null if no value is a number
 * @param categories which value became which, unchanged ones too; null if there are fractions or more than 16 different
 *     values
 * @param movers the numbers that changed most, the largest change first, then other changed values by key; 20 at most
 */
public record ColumnChange(
        String column,
        @JsonUnwrapped Cells cells,
        @Nullable NumberChange numbers,
        @Nullable List<Categories.Swap> categories,
        List<Mover> movers) {

    public ColumnChange {
        movers = List.copyOf(movers);
    }

    /**
     * How far the column moved, from 0 to 1: the Kolmogorov-Smirnov distance of its numbers, before and after; for a column
     * without numbers the share of values that changed.
     */
    public double drift() {
        return numbers != null && numbers.drift() != null ? numbers.drift().kolmogorovSmirnov() : cells.shareBeyond();
    }

    /**
     * What became of the values. Each molecule that both sides predict is counted once.
     *
     * @param equal digit by digit, or missing on both sides
     * @param within numbers that differ, but not by more than the tolerance
     * @param changed numbers that differ by more, other texts, texts for numbers
     * @param missingInA values that only B has
     * @param missingInB values that only A has
     */
    public record Cells(
            long equal,
            long within,
            long changed,
            @JsonProperty("missing_in_a") long missingInA,
            @JsonProperty("missing_in_b") long missingInB) {

        /** Values that differ by more than the tolerance. */
        public long beyond() {
            return changed + missingInA + missingInB;
        }

        private double shareBeyond() {
            return (double) beyond() / Math.max(1, equal + within + beyond());
        }
    }

    /**
     * A molecule whose value changed.
     *
     * @param smiles as given to the model on side B
     * @param a all digits of a number, or the text; null for a missing value
     * @param change of a number, b - a; null if either value is not a number
     */
    public record Mover(
            String key,
            String smiles,
            @Nullable String a,
            @Nullable String b,
            @Nullable Double change) {}
}
