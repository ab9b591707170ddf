package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.serve.ServedKeys;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads back by key what a partition says is in the table, and compares. If anything is wrong, the partition is no longer
 * served: its manifest of serve is removed, so that it is served again.
 */
public final class Verification {

    /** Items of a partition that a sample compares: the first, the last, and evenly placed ones between. */
    static final int SAMPLE = 100;

    private final RunStore store;
    private final PredictionTable table;
    private final Scope scope;

    public Verification(RunStore store, PredictionTable table, Scope scope) {
        this.store = store;
        this.table = table;
        this.scope = scope;
    }

    /** How much is read back. */
    public enum Scope {
        NONE,
        SAMPLE,
        ALL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was found.
     *
     * @param items of the partition that the table should have
     * @param compared those of them that were looked up
     * @param replaced those written anew since, by a run that may do so or by another partition with the same key
     * @param wrong those that the table does not have, or has with other content
     * @param firstWrong null if none is
     * @param replacedBy those that other runs replaced, by run
     * @param overwrittenBy by run, those overwritten by one that must not, such as an older one; neither replaced nor wrong
     */
    public record Found(
            long items,
            long compared,
            long replaced,
            long wrong,
            @Nullable InchiKey firstWrong,
            Map<RunId, Long> replacedBy,
            Map<RunId, Long> overwrittenBy) {

        static final Found NOTHING = new Found(0, 0, 0, null);

        public Found {
            replacedBy = Map.copyOf(replacedBy);
            overwrittenBy = Map.copyOf(overwrittenBy);
        }

        /** All items of the partition, which no other run has touched. */
        public Found(long compared, long replaced, long wrong, @Nullable InchiKey firstWrong) {
            this(compared, compared, replaced, wrong, firstWrong, Map.of(), Map.of());
        }

        /** Items overwritten by a run that must not do so. */
        public long overwritten() {
            return overwrittenBy.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Items compared with what was served, without those that other runs replaced or overwrote. */
        public long verified() {
            return compared
                    - overwritten()
                    - replacedBy.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Verifies a partition as serving left it.
     *
     * @param plan null for a run that was imported
     */
    public Found verify(Partition partition, @Nullable Plan plan, ServedManifest served) {
        if (scope == Scope.NONE) {
            return Found.NOTHING;
        }
        try (TemporaryFolder work = TemporaryFolder.create()) {
            ServedKeys keys = ServedKeys.fetch(store, partition, plan, served, work);
            BitSet rows = new BitSet();
            keys.forEach((key, entry) -> rows.set((int) entry.position()));
            return verify(
                    keys,
                    plan,
                    store.manifest(partition)
                            .map(PartitionManifest::modelVersion)
                            .orElse(null),
                    served,
                    rows,
                    new Rivals(store, partition, plan));
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read the keys of " + partition, e);
        }
    }

    /**
     * Verifies a partition once the keys of its whole run are settled.
     *
     * @param rows positions of the rows that the table should answer with
     */
    Found verify(ServedKeys keys, Plan plan, @Nullable String modelVersion, ServedManifest served, BitSet rows) {
        if (scope == Scope.NONE) {
            return Found.NOTHING;
        }
        try {
            return verify(keys, plan, modelVersion, served, rows, null);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read the keys of " + keys.partition(), e);
        }
    }

    private Found verify(
            ServedKeys keys,
            @Nullable Plan plan,
            @Nullable String modelVersion,
            ServedManifest served,
            BitSet rows,
            @Nullable Rivals rivals)
            throws IOException {
        Partition partition = keys.partition();
        Precedence among = new Precedence(store, table, partition.model(), partition.run(), plan);
        TableComparison comparison = new TableComparison(table, among, partition, modelVersion, served.started());
        BitSet compared = scope == Scope.ALL ? rows : sample(rows);
        keys.forEach((key, entry) -> {
            if (compared.get((int) entry.position())) {
                comparison.add(key, entry);
            }
        });
        Found found = comparison.found(rows.cardinality(), rivals);
        if (found.wrong() > 0) {
            store.unserve(partition);
        } else {
            found.overwrittenBy().keySet().stream().findFirst().ifPresent(by -> store.replaced(partition, served, by));
        }
        return found;
    }

    /** The first, the last, and evenly placed ones between. */
    private static BitSet sample(BitSet rows) {
        long all = rows.cardinality();
        long wanted = Math.min(SAMPLE, all);
        BitSet sample = new BitSet();
        long rank = 0;
        long taken = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            if (rank++ == place(taken, wanted, all)) {
                sample.set(row);
                taken++;
            }
        }
        return sample;
    }

    /** The rank, among all items, of the n-th wanted one. */
    private static long place(long n, long wanted, long items) {
        return wanted == 1 ? 0 : n * (items - 1) / (wanted - 1);
    }
}
