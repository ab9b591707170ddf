package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.dataset.SortedRows;
import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.PartitionStream;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all rows of a run as serve does: in the order of the library, each a prediction or a reject. */
final class RunRows {

    private final RunStore store;
    private final ExportedRun run;
    private final int source;
    private final List<DatasetColumns.Kept> columns;
    private final SortedRows sorted;
    private final RejectRows rejects;
    private final Rejections.Counter rejected = new Rejections.Counter();
    private long rows;

    RunRows(
            RunStore store,
            ExportedRun run,
            int source,
            DatasetColumns columns,
            SortedRows sorted,
            RejectRows rejects) {
        this.store = store;
        this.run = run;
        this.source = source;
        this.columns = columns.of(source);
        this.sorted = sorted;
        this.rejects = rejects;
    }

    void read(Progress progress) throws IOException {
        for (Partition partition : run.partitions()) {
            try (PartitionStream stored = PartitionStream.open(store, partition, run.plan());
                    ServableRows all = new ServableRows(partition, stored, run, progress);
                    RejectsFile.@Nullable Reader reasons = stored.rejects().orElse(null)) {
                for (Optional<ParsedRow> row = all.next(); row.isPresent(); row = all.next()) {
                    add(row.get(), all, reasons);
                    rows++;
                }
            }
        }
    }

    private void add(ParsedRow row, ServableRows from, RejectsFile.@Nullable Reader reasons) throws IOException {
        if (row instanceof ParsedRow.Valid valid) {
            sorted.add(new SourceRow(
                    valid.key().value(),
                    source,
                    true,
                    valid.input(),
                    DatasetColumns.keep(columns, Values.of(valid.values()))));
            return;
        }
        ParsedRow.Rejected refused = (ParsedRow.Rejected) row;
        rejected.add(refused.reason());
        RejectedRow known =
                from.isFromPredict() && reasons != null ? reasons.read().orElse(null) : null;
        rejects.write(
                run.model(),
                known == null
                        ? new RejectedRow(
                                from.number(),
                                refused.key(),
                                refused.input(),
                                RejectedRow.Stage.SERVE,
                                refused.reason(),
                                refused.detail())
                        : known);
        InchiKey key = refused.key();
        if (key != null) {
            sorted.add(new SourceRow(key.value(), source, false, "", List.of()));
        }
    }

    /** Rows that were read. */
    long rows() {
        return rows;
    }

    Rejections rejected() {
        return rejected.rejections();
    }
}
