package io.ersilia.precalc.report;

import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.TextCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the output columns hold, over all partitions.
 *
 * @param rows predicted rows that are in it
 * @param all columns in the order of the model
 * @param pictures of the columns that are shown: all of a narrow model, the most telling of a wide one
 * @param without workers whose partition has no statistics
 */
public record ColumnFacts(long rows, List<Column> all, List<Picture> pictures, List<Integer> without) {

    public ColumnFacts {
        all = List.copyOf(all);
        pictures = List.copyOf(pictures);
        without = List.copyOf(without);
    }

    /**
     * A column in numbers.
     *
     * @param outOfRange numbers that no table can keep
     * @param spread of the numbers; null without any
     */
    public record Column(
            String name,
            long numbers,
            long texts,
            long empties,
            long outOfRange,
            @Nullable Quantiles spread) {

        long rows() {
            return numbers + texts + empties + outOfRange;
        }

        double emptyShare() {
            return rows() == 0 ? 0 : (double) empties / rows();
        }
    }

    /**
     * Where the numbers of a column lie.
     *
     * @param exact whether the quantiles are those of all numbers, and not of a digest of them
     */
    public record Quantiles(
            double min,
            double quarter,
            double median,
            double threeQuarters,
            double max,
            double mean,
            double deviation,
            boolean exact) {}

    /**
     * A column as it is drawn.
     *
     * @param histogram of its numbers; null without any
     * @param texts the most frequent ones
     */
    public record Picture(Column column, @Nullable Histogram histogram, List<TextCount> texts) {

        public Picture {
            texts = List.copyOf(texts);
        }
    }

    /** Whether not every column is drawn. */
    boolean wide() {
        return pictures.size() < all.size();
    }
}
