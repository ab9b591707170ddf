package io.ersilia.precalc.stats;

import io.ersilia.precalc.run.PartitionManifest;
import java.util.List;

/** Counts the columns of a partition while its rows are written, or merges the partitions of a run. Not thread-safe. */
public class PartitionTally {

    private final List<String> names;
    private final List<ColumnTally> columns;
    private long rows;

    /** @param names of the output columns */
    public PartitionTally(List<String> names) {
        Detail detail = Detail.of(names.size());
        this.names = List.copyOf(names);
        this.columns = names.stream().map(name -> new ColumnTally(name, detail)).toList();
    }

    /** Adds a predicted row. */
    public void add(List<String> cells) {
        rows++;
        for (int i = 0; i < cells.size(); i++) {
            columns.get(i).add(cells.get(i));
        }
    }

    /** Adds the rows of another partition; returns false without adding them if its columns differ. */
    boolean add(PartitionStats other) {
        if (!other.columns().stream().map(ColumnStats::column).toList().equals(names)) {
            return false;
        }
        rows += other.rows();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(other.columns().get(i));
        }
        return true;
    }

    long rows() {
        return rows;
    }

    List<ColumnStats> columns() {
        return columns.stream().map(ColumnTally::stats).toList();
    }

    /** The counts, as the statistics of the partition that the manifest describes. */
    public PartitionStats stats(PartitionManifest of) {
        return new PartitionStats(of.run(), of.model(), of.worker(), of.sha256(), rows, columns());
    }
}
