package io.ersilia.precalc.report;

import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Histogram;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.stats.TextCount;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The output columns of a run.
 *
 * @param drawn all columns of a narrow model; of a wide model, those that vary most
 * @param facts what the model's author says about the columns
 */
public record Columns(RunStats stats, List<ColumnStats> drawn, ModelFacts facts) {

    private static final int MOST_DRAWN = 24;
    private static final int BARS = 24;
    private static final int MOST_TEXTS = 8;
    private static final int MOST_LINES = 20;

    public Columns {
        drawn = List.copyOf(drawn);
    }

    static Columns of(RunStats stats, ModelFacts facts) {
        boolean narrow = stats.columns().size() <= MOST_DRAWN;
        return new Columns(stats, narrow ? stats.columns() : stats.mostTelling(MOST_DRAWN), facts);
    }

    /** What is known about the column; only its name if nothing is. */
    ColumnFacts facts(ColumnStats column) {
        return facts.column(column.column()).orElseGet(() -> new ColumnFacts(column.column(), null, null, null, null));
    }

    /** A line for each column with values of another type than the author says; the values were kept. */
    List<String> ofAnotherType() {
        Map<String, ColumnStats> byName =
                stats.columns().stream().collect(Collectors.toMap(ColumnStats::column, one -> one, (one, same) -> one));
        List<String> lines = new ArrayList<>();
        for (ColumnFacts known : facts.columnFacts()) {
            ColumnStats column = byName.get(known.name());
            ColumnFacts.Type type = known.type();
            long others = column == null || type == null ? 0 : column.notOf(type);
            if (others > 0 && lines.size() < MOST_LINES) {
                lines.add("column %s is %s by its author, but %s not: they were kept as they are"
                        .formatted(
                                Words.cut(known.name(), ColumnsSection.LONGEST_NAME),
                                type,
                                Words.many(others, "value is", "values are")));
            }
        }
        return lines;
    }

    /** Whether some columns are not drawn. */
    boolean isWide() {
        return drawn.size() < stats.columns().size();
    }

    /** The histogram of the column's numbers; null if it has none. */
    static @Nullable Histogram histogram(ColumnStats column) {
        return column.distribution() == null ? null : column.distribution().histogram(BARS);
    }

    /** The most frequent texts of a column. */
    static List<TextCount> texts(ColumnStats column) {
        return column.frequentTexts().stream().limit(MOST_TEXTS).toList();
    }
}
