package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.PartitionRows.Row;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ItemWriter.Written;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates one partition and writes it to the table. */
public final class ServeJob {

    private static final Logger log = LoggerFactory.getLogger(ServeJob.class);

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final Progress progress;

    public ServeJob(RunStore store, PredictionTable table, Clock clock, Progress progress) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Serves the partition, or keeps what is in the table.
     *
     * @param plan null for a run that was imported
     * @param force write although it is served
     */
    public ServedManifest run(Partition partition, @Nullable Plan plan, boolean force) {
        try (WorkFolder work = WorkFolder.create()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, work);
            Optional<ServedManifest> kept = force ? Optional.empty() : kept(source);
            if (kept.isPresent()) {
                log.info("{} is served already: kept (--force writes it again)", partition);
                progress.advance(kept.get().rows());
                return kept.get();
            }
            ServedManifest served = serve(source, work);
            store.save(partition, served, work.file("serve-rejects.csv"));
            return served;
        } catch (IOException e) {
            throw WorkFolder.trouble("read " + partition, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Stop.interrupted(e);
        }
    }

    private ServedManifest serve(StoredPartition source, WorkFolder work) throws IOException, InterruptedException {
        Instant started = clock.instant();
        ItemMaker items = new ItemMaker(source.partition(), source.modelVersion(), started);
        Path rejectsFile = work.file("serve-rejects.csv");
        BitSet superseded = source.superseded(work); // a partition that is none leaves the table untouched
        try (ItemWriter writer = table.writer();
                RejectsFile.Writer rejects = new RejectsFile.Writer(Files.newOutputStream(rejectsFile))) {
            String tableId = table.id().orElse(null); // asked first: one that takes its place has another
            saveColumns(source);
            Tally tally = write(source, items, superseded, writer, rejects);
            Written written = writer.finish();
            return new ServedManifest(
                    table.name(),
                    tableId,
                    source.copy().sha256(),
                    tally.rows,
                    written.predictions(),
                    tally.duplicates,
                    tally.rejected.rejections(),
                    written.capacity(),
                    started,
                    Duration.between(started, clock.instant()).toMillis() / 1000.0);
        }
    }

    /** What was read; what was written is counted by the table. */
    private static final class Tally {
        private long rows;
        private long duplicates;
        private final Rejections.Counter rejected = new Rejections.Counter();
    }

    private Tally write(
            StoredPartition source, ItemMaker items, BitSet superseded, ItemWriter writer, RejectsFile.Writer rejects)
            throws IOException, InterruptedException {
        Tally tally = new Tally();
        try (PartitionRows rows = source.rows()) {
            int position = 0;
            for (Optional<Row> next = rows.next(); next.isPresent(); next = rows.next(), position++) {
                Row row = next.get();
                ParsedRow parsed = items.fit(row.parsed());
                boolean wins = !superseded.get(position);
                if (!row.fromPredict()) {
                    tally.rows++;
                    progress.advance(1);
                    if (parsed instanceof ParsedRow.Rejected rejected) {
                        tally.rejected.add(rejected.reason());
                        rejects.write(reject(row.number(), rejected));
                    } else if (!wins) {
                        tally.duplicates++;
                    }
                }
                Optional<Item> item = wins ? items.item(parsed) : Optional.empty();
                if (item.isPresent()) {
                    writer.write(item.get());
                }
            }
        }
        return tally;
    }

    private void saveColumns(StoredPartition source) throws IOException {
        List<String> columns = source.columns();
        if (columns.isEmpty()) {
            return; // nothing was predicted
        }
        Partition partition = source.partition();
        Plan plan = source.plan();
        PartitionManifest manifest = source.manifest();
        Optional<ModelRecord> before = table.model(partition.model(), source.modelVersion());
        before.ifPresent(known -> requireSame(known, columns));
        boolean contradicted = before.filter(known -> known.run().equals(partition.run()))
                .filter(known -> !known.deterministic())
                .isPresent(); // by another partition, which knows better
        table.save(new ModelRecord(
                partition.model(),
                source.modelVersion(),
                columns,
                partition.run(),
                plan == null ? clock.instant() : plan.created(),
                plan != null && plan.sample() != null,
                !contradicted && (manifest == null || manifest.deterministic()),
                null,
                null));
    }

    private static void requireSame(ModelRecord known, List<String> columns) {
        if (!known.columns().equals(columns)) {
            throw Failure.input(
                    "version %s of %s has the columns %s in the table, but this partition has %s; remove one of the two"
                            .formatted(known.version(), known.model(), known.columns(), columns));
        }
    }

    /** A manifest alone does not prove it: the table may have been removed since, and made anew. */
    private Optional<ServedManifest> kept(StoredPartition source) {
        return store.served(source.partition())
                .filter(served -> served.stillHolds(source.copy().sha256(), table.id()));
    }

    private static RejectedRow reject(long row, ParsedRow.Rejected rejected) {
        return new RejectedRow(
                row, rejected.key(), rejected.input(), RejectedRow.Stage.SERVE, rejected.reason(), rejected.detail());
    }
}
