package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.serve.Examination;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.PartitionRows;
import io.ersilia.precalc.pipeline.shared.PartitionRows.Row;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.WorkFolder;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads back by their keys what a partition says is in the table, and compares. A partition of which anything is wrong
 * is no longer served: its manifest is taken away, so that it is served again.
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
     * @param compared of them, those that were looked up
     * @param replaced of them, that somebody wrote anew since who may, or another partition with the same key
     * @param wrong of them, that the table does not have, or otherwise
     * @param firstWrong null when none is
     * @param replacedBy those of them that other runs replaced, by run
     * @param overwrittenBy those that runs wrote over that must not, as older ones, by run; neither replaced nor wrong
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

        /** Items that a run wrote over that must not. */
        public long overwritten() {
            return overwrittenBy.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Items that the table has, compared with what was served: what others replaced is not among them. */
        public long verified() {
            return compared
                    - overwritten()
                    - replacedBy.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Verifies a partition as its serving left it.
     *
     * @param plan null for a run that was imported
     */
    public Found verify(Partition partition, @Nullable Plan plan, ServedManifest served) {
        return verify(partition, plan, served, null);
    }

    /** @param settled what is left of the partition among all of the run; null when nobody settled that */
    Found verify(Partition partition, @Nullable Plan plan, ServedManifest served, @Nullable Survivors settled) {
        if (scope == Scope.NONE) {
            return Found.NOTHING;
        }
        try (WorkFolder work = WorkFolder.create()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, work);
            ItemMaker items = new ItemMaker(partition, source.modelVersion(), served.started());
            Survivors survivors = settled == null ? survivors(source, items, work) : settled;
            Precedence among = new Precedence(store, table, partition.model(), partition.run(), plan);
            Comparison comparison = new Comparison(table, among, served.started());
            compare(source, items, survivors, comparison);
            Found found = comparison.found(survivors.items(), settled == null ? new Rivals(store, source) : null);
            if (found.wrong() > 0) {
                store.unserve(partition);
            } else {
                found.overwrittenBy().keySet().stream()
                        .findFirst()
                        .ifPresent(by -> store.replaced(partition, served, by));
            }
            return found;
        } catch (IOException e) {
            throw WorkFolder.trouble("read " + partition, e);
        }
    }

    private static Survivors survivors(StoredPartition source, ItemMaker items, WorkFolder work) throws IOException {
        Examination examined = Examination.of(source, items, work.file("rejects.csv"), work);
        return new Survivors(examined.items(), examined.superseded());
    }

    private void compare(StoredPartition source, ItemMaker items, Survivors survivors, Comparison comparison)
            throws IOException {
        long wanted = scope == Scope.ALL ? survivors.items() : Math.min(SAMPLE, survivors.items());
        long taken = 0;
        long item = 0;
        long position = 0;
        try (PartitionRows rows = source.rows()) {
            for (Optional<Row> row = rows.next(); row.isPresent() && taken < wanted; row = rows.next(), position++) {
                if (row.get().parsed().key() == null || survivors.superseded().get((int) position)) {
                    continue;
                }
                if (item == place(taken, wanted, survivors.items())) {
                    Made expected = items.make(row.get().parsed());
                    expected.item().ifPresent(one -> comparison.add(one, expected.bytes()));
                    taken++;
                }
                item++;
            }
        }
    }

    /** Which of so many items is the n-th of those wanted. */
    private static long place(long n, long wanted, long items) {
        return wanted == 1 ? 0 : n * (items - 1) / (wanted - 1);
    }
}
