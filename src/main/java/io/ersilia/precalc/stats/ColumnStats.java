package io.ersilia.precalc.stats;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.ersilia.precalc.run.ColumnFacts;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of an output column. Every predicted row is counted once, as number, text, empty or out of range.
 *
 * @param numbers cells that are numbers within the range of a table
 * @param texts cells that are neither numbers nor empty
 * @param empties cells that are empty or NaN
 * @param outOfRange infinite cells, and numbers beyond what a table can keep: serve rejects their rows
 * @param distribution of the numbers; null if there are none
 * @param fractions numbers that are not whole; null in statistics of earlier versions
 * @param frequentTexts the most frequent texts, the most frequent first; all of them with exact counts while they are
 *     few, else the counts are lower bounds
 */
public record ColumnStats(
        String column,
        long numbers,
        long texts,
        long empties,
        long outOfRange,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long fractions,
        @JsonProperty("spread") @Nullable Distribution distribution,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<TextCount> frequentTexts) {

    /** The resolution at which columns are compared. */
    private static final int BARS = 16;

    public ColumnStats {
        frequentTexts = List.copyOf(frequentTexts);
        if (texts < 0
                || empties < 0
                || outOfRange < 0
                || numbers != (distribution == null ? 0 : distribution.count())) {
            throw new IllegalArgumentException(
                    "no statistics of a column: %d numbers, %d texts, %d empties, %d out of range"
                            .formatted(numbers, texts, empties, outOfRange));
        }
        if (sum(frequentTexts) > texts) {
            throw new IllegalArgumentException("more frequent texts than texts: %d".formatted(texts));
        }
    }

    /** Cells that are neither empty nor of that type, as far as known: a number is not a text, and 2.0 is an integer. */
    public long notOf(ColumnFacts.Type type) {
        return switch (type) {
            case STRING -> numbers + outOfRange;
            case FLOAT -> texts;
            case INTEGER -> texts + outOfRange + (fractions == null ? 0 : fractions);
        };
    }

    /** Predicted rows. */
    public long rows() {
        return numbers + texts + empties + outOfRange;
    }

    /** From 0 to 1; 0 if there are no rows. */
    public double shareOfEmpties() {
        return rows() == 0 ? 0 : (double) empties / rows();
    }

    /** The number of texts that are not among the frequent ones. */
    public long otherTexts() {
        return texts - sum(frequentTexts);
    }

    /** Whether all cells that are not empty have the same content. */
    @JsonIgnore
    public boolean isConstant() {
        boolean oneNumber = distribution == null || distribution.isConstant();
        int kinds = frequentTexts.size() + (numbers > 0 ? 1 : 0) + (outOfRange > 0 ? 1 : 0);
        return oneNumber && otherTexts() == 0 && kinds <= 1;
    }

    /**
     * The information per cell in bits: the entropy of a histogram of 16 bars, the texts and the out-of-range cells, times the
     * share of cells that are not empty. 0 for constant and empty columns, 1 for equal numbers of 0 and 1, at most 4 for numbers.
     */
    public double information() {
        if (isConstant()) {
            return 0;
        }
        LongStream bars = distribution == null
                ? LongStream.empty()
                : distribution.histogram(BARS).bars().stream().mapToLong(Histogram.Bar::count);
        LongStream said = frequentTexts.stream().mapToLong(TextCount::count);
        double held = rows() - empties;
        double bits = LongStream.concat(LongStream.concat(bars, said), LongStream.of(otherTexts(), outOfRange))
                .filter(count -> count > 0)
                .mapToDouble(count -> -count / held * Math.log(count / held) / Math.log(2))
                .sum();
        return bits * (1 - shareOfEmpties());
    }

    private static long sum(List<TextCount> texts) {
        return texts.stream().mapToLong(TextCount::count).sum();
    }
}
