package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.serve.ServedKeys;
import io.ersilia.precalc.pipeline.shared.ItemDigest;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.KeyIndex;
import io.ersilia.precalc.pipeline.shared.KeyLedger;
import io.ersilia.precalc.pipeline.shared.KeyLedger.Entry;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.time.Clock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles keys that several partitions served: workers write at the same time, so the table may hold an earlier row's
 * prediction. The files of keys show which keys these are; a partition is read only if the table has another row in place of
 * one of its own.
 */
final class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    private final RunStore store;
    private final PredictionTable table;
    private final Clock clock;
    private final Plan plan;

    Settlement(RunStore store, PredictionTable table, Clock clock, Plan plan) {
        this.store = store;
        this.table = table;
        this.clock = clock;
        this.plan = plan;
    }

    /**
     * What the keys of all partitions say.
     *
     * @param unique keys that have a prediction
     * @param duplicates predictions served by one partition whose key a later partition has too
     * @param rows positions of the rows that the table should answer with, by worker
     */
    record Settled(long unique, long duplicates, Map<Integer, BitSet> rows) {

        static final Settled NOTHING = new Settled(0, 0, Map.of());
    }

    private static final class Count {
        private long unique;
        private long duplicates;
        private final Map<Integer, BitSet> last = new HashMap<>();
        private final Map<Integer, BitSet> contested = new HashMap<>();

        /** Each partition served its last row of a key; the row of the last partition wins. */
        void add(List<Entry> entries) {
            Entry winner = entries.get(entries.size() - 1);
            unique += winner.isPrediction() ? 1 : 0;
            duplicates += entries.subList(0, entries.size() - 1).stream()
                    .filter(Entry::isPrediction)
                    .count();
            set(last, winner);
            if (entries.size() > 1) {
                set(contested, winner);
            }
        }

        private static void set(Map<Integer, BitSet> rows, Entry row) {
            rows.computeIfAbsent(row.partition(), partition -> new BitSet()).set((int) row.position());
        }
    }

    /** @param index takes the rows of every key */
    Settled settle(List<ServedKeys> partitions, KeyIndex.Writer index) {
        try (TemporaryFolder work = TemporaryFolder.create();
                KeyLedger keys = new KeyLedger(work)) {
            for (ServedKeys partition : partitions) {
                partition.forEachRow(keys::add);
            }
            Count count = new Count();
            keys.forEachKey((key, entries) -> {
                index.write(key, entries);
                count.add(entries.stream().filter(entry -> !entry.superseded()).toList());
            });
            for (ServedKeys partition : partitions) {
                BitSet contested = count.contested.get(partition.partition().number());
                if (contested != null) {
                    correct(partition.partition(), others(partition, contested));
                }
            }
            return new Settled(count.unique, count.duplicates, count.last);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("compare the partitions of run " + plan.run(), e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    /** Those of these rows whose key has another row of this run in the table; what a later run wrote is left alone. */
    private BitSet others(ServedKeys partition, BitSet contested) throws IOException {
        BitSet others = new BitSet();
        Map<InchiKey, Entry> chunk = new LinkedHashMap<>();
        partition.forEach((key, entry) -> {
            if (contested.get((int) entry.position())) {
                chunk.put(key, entry);
                if (chunk.size() == TableComparison.LOOKUP) {
                    compare(chunk, others);
                }
            }
        });
        compare(chunk, others);
        return others;
    }

    private void compare(Map<InchiKey, Entry> chunk, BitSet others) {
        TableComparison.stored(table, plan.model(), chunk.keySet()).forEach((key, there) -> {
            Entry wanted = Objects.requireNonNull(chunk.get(key));
            if (there.run().equals(plan.run()) && ItemDigest.of(there) != wanted.digest()) {
                others.set((int) wanted.position());
            }
        });
        chunk.clear();
    }

    private void correct(Partition partition, BitSet wanted) throws IOException, InterruptedException {
        if (wanted.isEmpty()) {
            return;
        }
        try (TemporaryFolder work = TemporaryFolder.create();
                ItemWriter writer = table.writer()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, work);
            ItemMaker items = new ItemMaker(partition, source.modelVersion(), clock.instant());
            try (PartitionRows rows = source.rows()) {
                int position = 0;
                for (Optional<ParsedRow> row = rows.next(); row.isPresent(); row = rows.next(), position++) {
                    if (wanted.get(position)) {
                        Item item = items.make(row.get()).item().orElseThrow();
                        log.debug("{} was served by several partitions: the later row is kept", item.key());
                        writer.write(item);
                    }
                }
            }
            writer.finish();
        }
    }
}
