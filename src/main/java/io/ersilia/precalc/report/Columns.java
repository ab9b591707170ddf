package io.ersilia.precalc.report;

import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.stats.TextCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output columns of a run.
 *
 * @param drawn all of a narrow model; of a wide one those that vary most
 */
public record Columns(RunStats stats, List<ColumnStats> drawn) {

    private static final int MOST_DRAWN = 24;
    private static final int BARS = 24;
    private static final int MOST_TEXTS = 8;

    public Columns {
        drawn = List.copyOf(drawn);
    }

    static Columns of(RunStats stats) {
        boolean narrow = stats.columns().size() <= MOST_DRAWN;
        return new Columns(stats, narrow ? stats.columns() : stats.mostTelling(MOST_DRAWN));
    }

    /** Whether some columns are not drawn. */
    boolean isWide() {
        return drawn.size() < stats.columns().size();
    }

    /** Of the column's numbers; null without any. */
    static @Nullable Histogram histogram(ColumnStats column) {
        return column.distribution() == null ? null : column.distribution().histogram(BARS);
    }

    /** The most frequent texts of a column. */
    static List<TextCount> texts(ColumnStats column) {
        return column.frequentTexts().stream().limit(MOST_TEXTS).toList();
    }
}
