package io.ersilia.precalc.api;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a model's columns are distributed over the library.
 *
 * @param runId the run whose predictions were counted; null if nothing is known about the current version
 * @param columns the columns that have numbers, from the first on, as many as fit
 */
record DistributionsAnswer(ModelId modelId, @Nullable RunId runId, List<ColumnBars> columns) {

    /** Enough to see the shape, few enough to draw each. */
    private static final int BARS = 40;

    /**
     * The numbers of one column.
     *
     * @param bars without gaps from {@code min} to {@code max}; one for each value if there are no more values than bars
     */
    record ColumnBars(
            String column, long count, double min, double max, double mean, double median, List<Histogram.Bar> bars) {

        static ColumnBars of(LibraryRanks.ColumnDistribution one) {
            Distribution numbers = one.distribution();
            return new ColumnBars(
                    one.column(),
                    numbers.count(),
                    numbers.min(),
                    numbers.max(),
                    numbers.mean(),
                    numbers.quantile(0.5),
                    numbers.histogram(BARS).bars());
        }
    }

    static DistributionsAnswer of(ModelId model, Optional<LibraryRanks> ranks, int mostBytes) {
        ByteBudget room = new ByteBudget(mostBytes);
        List<ColumnBars> fitting = new ArrayList<>();
        for (LibraryRanks.ColumnDistribution column :
                ranks.map(LibraryRanks::columns).orElse(List.of())) {
            ColumnBars bars = ColumnBars.of(column);
            if (!room.take(bars)) {
                break;
            }
            fitting.add(bars);
        }
        return new DistributionsAnswer(model, ranks.map(LibraryRanks::run).orElse(null), fitting);
    }
}
