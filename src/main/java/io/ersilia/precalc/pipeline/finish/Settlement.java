package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.KeyLedger;
import io.ersilia.precalc.pipeline.shared.KeyLedger.Entry;
import io.ersilia.precalc.pipeline.shared.PartitionCopy;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.PartitionRows.Row;
import io.ersilia.precalc.pipeline.shared.WorkFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.CsvSource;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.PredictionTable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles keys that several partitions served: workers write at the same time, so that the table may hold an earlier
 * row's prediction. One streaming pass finds such keys; the table gets the later row where it has another.
 */
public final class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final int LOOKUP = 100;

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final Plan plan;
    private final List<PartitionManifest> partitions;

    Settlement(RunStore store, PredictionTable table, Clock clock, Plan plan, List<PartitionManifest> partitions) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.plan = plan;
        this.partitions = partitions;
    }

    /**
     * What the keys of all partitions say.
     *
     * @param unique keys that have a prediction
     * @param duplicates predictions served by one partition whose key a later partition has too
     * @param survivors what the table should answer with, by partition
     */
    record Settled(long unique, long duplicates, Map<Integer, Survivors> survivors) {

        static final Settled NOTHING = new Settled(0, 0, Map.of());
    }

    private static final class Count {
        private long unique;
        private long duplicates;
        private final Map<Integer, Long> items = new HashMap<>();
        private final Map<Integer, BitSet> superseded = new HashMap<>();

        private Map<Integer, Survivors> survivors() {
            return items.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> new Survivors(
                                    entry.getValue(), superseded.getOrDefault(entry.getKey(), new BitSet()))));
        }
    }

    Settled settle() {
        try (WorkFolder work = WorkFolder.create();
                KeyLedger keys = new KeyLedger(work)) {
            for (PartitionManifest manifest : partitions) {
                forEachRow(manifest, (position, made) -> {
                    if (made.item().isPresent()) {
                        Item item = made.item().get();
                        keys.add(item.key(), new Entry(manifest.worker(), position, item.rejected() == null));
                    }
                });
            }
            Count count = new Count();
            Map<Integer, BitSet> winners = new HashMap<>();
            keys.forEachKey(entries -> count(entries, count, winners));
            for (PartitionManifest manifest : partitions) {
                BitSet rows = winners.get(manifest.worker());
                if (rows != null) {
                    correct(manifest, rows);
                }
            }
            return new Settled(count.unique, count.duplicates, count.survivors());
        } catch (IOException e) {
            throw WorkFolder.trouble("compare the partitions of run " + plan.run(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Stop.interrupted(e);
        }
    }

    /** Each partition's last row of a key was served; of these the last partition's wins. */
    private static void count(List<Entry> entries, Count count, Map<Integer, BitSet> winners) {
        Map<Integer, Entry> served = new HashMap<>();
        entries.forEach(entry -> served.put(entry.partition(), entry));
        Entry winner = entries.get(entries.size() - 1);
        count.unique += winner.prediction() ? 1 : 0;
        count.items.merge(winner.partition(), 1L, Long::sum);
        for (Entry loser : entries.subList(0, entries.size() - 1)) {
            count.superseded
                    .computeIfAbsent(loser.partition(), partition -> new BitSet())
                    .set((int) loser.position());
        }
        if (served.size() > 1) {
            count.duplicates += served.values().stream()
                    .filter(entry -> entry.prediction() && !entry.equals(winner))
                    .count();
            winners.computeIfAbsent(winner.partition(), partition -> new BitSet())
                    .set((int) winner.position());
        }
    }

    private interface RowVisitor {
        void visit(long position, Made made) throws IOException, InterruptedException;
    }

    private void forEachRow(PartitionManifest manifest, RowVisitor visitor) throws IOException, InterruptedException {
        CsvSource csv = store.csv(manifest.partition())
                .orElseThrow(() -> Failure.input("%s has no CSV: predict it again".formatted(manifest.partition())));
        ItemMaker items = new ItemMaker(manifest.partition(), manifest.modelVersion(), clock.instant());
        try (PartitionRows rows = new PartitionRows(
                store,
                manifest.partition(),
                PartitionCopy.unzipped(
                        manifest.partition(),
                        new BufferedInputStream(csv.bytes().open(0, Long.MAX_VALUE), 1 << 16),
                        csv.zipped()),
                plan,
                manifest)) {
            long position = 0;
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next(), position++) {
                visitor.visit(position, items.make(row.get().parsed()));
            }
        }
    }

    private void correct(PartitionManifest manifest, BitSet winners) throws IOException, InterruptedException {
        List<Item> chunk = new ArrayList<>();
        try (ItemWriter writer = table.writer()) {
            forEachRow(manifest, (position, made) -> {
                if (winners.get((int) position)) {
                    made.item().ifPresent(chunk::add);
                    if (chunk.size() == LOOKUP) {
                        correct(chunk, writer);
                    }
                }
            });
            correct(chunk, writer);
            writer.finish();
        }
    }

    /** Writes what the table has otherwise, and leaves alone what a later run wrote since. */
    private void correct(List<Item> wanted, ItemWriter writer) throws InterruptedException {
        Map<InchiKey, Item> found = stored(table, wanted);
        for (Item item : wanted) {
            Item there = found.get(item.key());
            if (there != null && there.run().equals(item.run()) && !isSame(there, item)) {
                log.debug("{} was served by several partitions: the later row is kept", item.key());
                writer.write(item);
            }
        }
        wanted.clear();
    }

    /** What the table has of these molecules, all in one model, by their keys. */
    static Map<InchiKey, Item> stored(PredictionTable table, List<Item> items) {
        return items.isEmpty()
                ? Map.of()
                : table
                        .items(
                                items.get(0).model(),
                                items.stream().map(Item::key).toList())
                        .stream()
                        .collect(Collectors.toMap(Item::key, Function.identity()));
    }

    /** Whether both say the same of the molecule. */
    static boolean isSame(Item one, Item other) {
        return one.smiles().equals(other.smiles())
                && one.values().equals(other.values())
                && one.rejected() == other.rejected();
    }
}
