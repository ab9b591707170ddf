package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.report.ColumnFacts.Column;
import io.ersilia.precalc.report.ColumnFacts.Picture;
import io.ersilia.precalc.report.ColumnFacts.Quantiles;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.PartitionStats;
import io.ersilia.precalc.stats.RunStats;
import io.ersilia.precalc.stats.Spread;
import io.ersilia.precalc.store.RunStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the statistics of partitions say of the output columns. */
final class ReportedColumns {

    /** So many columns are drawn: all of a model that has no more. */
    static final int DRAWN = 24;

    private static final int BARS = 24;
    private static final int TEXTS = 8;

    private ReportedColumns() {}

    static ColumnFacts of(Collection<PartitionManifest> partitions, RunStore store, List<String> notes) {
        RunStats stats = RunStats.of(partitions, partition -> readable(store, partition, notes));
        List<ColumnStats> drawn = stats.columns().size() <= DRAWN ? stats.columns() : stats.mostTelling(DRAWN);
        return new ColumnFacts(
                stats.rows(),
                stats.columns().stream().map(ReportedColumns::column).toList(),
                drawn.stream().map(ReportedColumns::picture).toList(),
                stats.without());
    }

    private static Optional<PartitionStats> readable(RunStore store, Partition partition, List<String> notes) {
        return Optional.ofNullable(ReadableManifests.readable(() -> store.stats(partition), notes));
    }

    private static Column column(ColumnStats stats) {
        return new Column(
                stats.column(), stats.numbers(), stats.texts(), stats.empties(), stats.outOfRange(), quantiles(stats));
    }

    private static @Nullable Quantiles quantiles(ColumnStats stats) {
        Spread spread = stats.spread();
        return spread == null
                ? null
                : new Quantiles(
                        spread.min(),
                        spread.quantile(0.25),
                        spread.quantile(0.5),
                        spread.quantile(0.75),
                        spread.max(),
                        spread.mean(),
                        spread.deviation(),
                        spread.exact());
    }

    private static Picture picture(ColumnStats stats) {
        Spread spread = stats.spread();
        return new Picture(
                column(stats),
                spread == null ? null : spread.histogram(BARS),
                stats.frequentTexts().stream().limit(TEXTS).toList());
    }
}
