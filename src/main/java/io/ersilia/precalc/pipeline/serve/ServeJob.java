package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.KnownFacts;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.Replacements;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.ItemWriter.Written;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates one partition and writes it to the table. */
public final class ServeJob {

    private static final Logger log = LoggerFactory.getLogger(ServeJob.class);

    private static final String REJECTS = "serve-rejects.csv";
    private static final String KEYS = "keys.csv";

    /** A partition's rows may take one part in this many of the heap, to be parsed once; larger partitions are read twice. */
    private static final int SHARE_OF_HEAP = 8;

    /** Items of a partition that are looked up later, to see whether the table still has them. */
    private static final int PROBES = 5;

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final Progress progress;
    private final WideRows wide;

    /** A job that refuses wide rows. */
    public ServeJob(RunStore store, PredictionTable table, Clock clock, Progress progress) {
        this(store, table, clock, progress, new WideRows(false, Prices.own()));
    }

    public ServeJob(RunStore store, PredictionTable table, Clock clock, Progress progress, WideRows wide) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.progress = progress;
        this.wide = wide;
    }

    /**
     * Serves the partition, or keeps what is in the table.
     *
     * @param plan null for a run that was imported
     * @param force write even if it is served or the table has a newer run
     * @throws Failure of kind USAGE if the table has a run that this one must not overwrite
     */
    public ServedManifest run(Partition partition, @Nullable Plan plan, boolean force) {
        return run(partition, plan, force, ServeJob::tellKept);
    }

    /**
     * Serves the partition, or keeps what is in the table.
     *
     * @param plan null for a run that was imported
     * @param told called with a partition that is kept
     */
    public ServedManifest run(Partition partition, @Nullable Plan plan, boolean force, Consumer<Partition> told) {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, work);
            Optional<ServedManifest> kept = force ? Optional.empty() : kept(source);
            if (kept.isPresent()) {
                told.accept(partition);
                progress.advance(kept.get().rows());
                return kept.get();
            }
            Precedence among = new Precedence(store, table, partition.model(), partition.run(), plan);
            if (force) {
                among.ahead().ifPresent(other -> among.overwrites(other.run()));
            } else {
                among.require();
            }
            ServedManifest served = serve(source, work);
            among.ahead().ifPresent(other -> among.overwrites(other.run())); // also one that began meanwhile
            store.save(partition, served, work.file(REJECTS), work.file(KEYS));
            return served;
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read " + partition, e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    /**
     * What serving the partition would write. Nothing is written.
     *
     * @param force whether to examine it as if it were not served
     */
    public Examination examine(Partition partition, @Nullable Plan plan, boolean force) {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, work);
            Optional<ServedManifest> kept = force ? Optional.empty() : kept(source);
            if (kept.isPresent()) {
                return Examination.served(partition, kept.get());
            }
            ItemMaker items = new ItemMaker(partition, source.modelVersion(), clock.instant());
            return Examination.of(source, items, work.file(REJECTS), work.file(KEYS), 0, work);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read " + partition, e);
        }
    }

    private ServedManifest serve(StoredPartition source, TemporaryFolder work)
            throws IOException, InterruptedException {
        Instant started = clock.instant();
        List<String> probes = new ArrayList<>();
        ItemMaker items = new ItemMaker(source.partition(), source.modelVersion(), started);
        table.prepare();
        Examination examined = Examination.of(
                source,
                items,
                work.file(REJECTS),
                work.file(KEYS),
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                work);
        wide.check(source, examined, table);
        try (ItemWriter writer = table.writer()) {
            String tableId = table.id().orElse(null); // asked first: a table that takes its place has another id
            saveColumns(source, examined.columns());
            Written written = write(source, examined, items, writer, probes);
            return new ServedManifest(
                    table.name(),
                    tableId,
                    source.copy().sha256(),
                    examined.rows(),
                    written.predictions(),
                    examined.duplicates(),
                    examined.rejected(),
                    written.capacity(),
                    started,
                    Duration.between(started, clock.instant()).toMillis() / 1000.0,
                    probes,
                    Sha256.hex(work.file(KEYS)),
                    null);
        }
    }

    /** Writes the items. The table counts them again, because it knows what it has taken. */
    private Written write(
            StoredPartition source, Examination examined, ItemMaker items, ItemWriter writer, List<String> probes)
            throws IOException, InterruptedException {
        long everySo = Math.max(1, examined.items() / PROBES);
        long written = 0;
        try (InterleavedRows rows = new InterleavedRows(source, examined, items)) {
            for (Optional<Made> row = rows.next(); row.isPresent(); row = rows.next()) {
                Optional<Item> item = row.get().item();
                if (item.isPresent() && !examined.layout().superseded().get(rows.position())) {
                    writer.write(item.get(), row.get().bytes());
                    if (written++ % everySo == 0 && probes.size() < PROBES) {
                        probes.add(item.get().key().value());
                    }
                }
                progress.advance(examined.layout().rejectedBefore().get(rows.position()) ? 0 : 1);
            }
            return writer.finish();
        } catch (Failure failure) {
            Written there = writer.written();
            throw failure.with("%s%s of %s of %s are not in the table"
                    .formatted(
                            there.doubtful() > 0 ? "up to " : "",
                            Words.count(examined.items() - there.items()),
                            Words.many(examined.items(), "item"),
                            source.partition()));
        }
    }

    private void saveColumns(StoredPartition source, List<String> columns) {
        if (columns.isEmpty()) {
            return; // nothing was predicted
        }
        Partition partition = source.partition();
        Plan plan = source.plan();
        PartitionManifest manifest = source.manifest();
        Optional<ModelRecord> before = table.model(partition.model(), source.modelVersion());
        before.ifPresent(known ->
                requireSame(known, columns, manifest != null && known.run().equals(partition.run())));
        boolean contradicted = before.filter(known -> known.run().equals(partition.run()))
                .filter(known -> !known.deterministic())
                .isPresent(); // by another partition, for which answers varied
        table.save(new ModelRecord(
                partition.model(),
                source.modelVersion(),
                columns,
                new Rank(
                        partition.run(),
                        plan == null ? clock.instant() : plan.created(),
                        plan != null && plan.sample() != null),
                !contradicted && (manifest == null || manifest.deterministic()),
                null,
                null,
                KnownFacts.of(store, partition.model(), partition.run()),
                false));
    }

    /** @param isOfSameRun whether other partitions of the run have been served, and this one can be predicted again */
    private static void requireSame(ModelRecord known, List<String> columns, boolean isOfSameRun) {
        if (!known.columns().equals(columns)) {
            String version = known.version();
            throw Failure.input(
                    "%s of %s has the columns %s in the table, but this partition has %s; %sremove that version from the table first: precalc purge --model %2$s %s, with the same --store and --table"
                            .formatted(
                                    version == null ? "the unknown version" : "version " + version,
                                    known.model(),
                                    known.columns(),
                                    columns,
                                    isOfSameRun ? "predict it again with --force if it alone differs, else " : "",
                                    version == null ? "--run " + known.run() : "--model-version " + version));
        }
    }

    /** The manifest, if the table still holds the partition: the table may have been removed since, and made anew. */
    private Optional<ServedManifest> kept(StoredPartition source) {
        Partition partition = source.partition();
        return store.served(partition)
                .filter(served -> served.stillHolds(source.copy().sha256(), table.id()))
                .filter(served -> isStillThere(partition, source.plan(), served));
    }

    /** A partition that was replaced by a run that may do so is not served again. */
    private boolean isStillThere(Partition partition, @Nullable Plan plan, ServedManifest served) {
        Optional<RunId> by = new Replacements(table).of(partition, served);
        Precedence among = new Precedence(store, table, partition.model(), partition.run(), plan);
        by.filter(among::isBelow)
                .ifPresent(run -> log.info("{} was replaced by run {}: it is served again", partition, run));
        return by.filter(among::isBelow).isEmpty();
    }

    private static void tellKept(Partition partition) {
        log.info("{} is already served: kept (--force writes it again)", partition);
    }
}
