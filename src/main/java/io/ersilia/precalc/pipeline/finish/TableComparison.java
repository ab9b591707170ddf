package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.ItemDigest;
import io.ersilia.precalc.pipeline.shared.KeyLedger.Entry;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares items with what the table has, many at a time; an item that was written later is not wrong. */
final class TableComparison {

    /** Items of one lookup: 40 MB at most, as an item has 400 KB at most. */
    static final int LOOKUP = 100;

    /** At most this many keys are looked for in other partitions; if more differ, another partition is not the reason. */
    private static final int MAX_SUSPECTS = 10_000;

    private final PredictionTable table;
    private final Precedence among;
    private final Partition partition;
    private final @Nullable String modelVersion;
    private final Instant served;

    private final Map<InchiKey, Entry> chunk = new LinkedHashMap<>();
    private final Map<RunId, Long> replacedBy = new TreeMap<>(Comparator.comparing(RunId::value));
    private final Map<RunId, Long> overwrittenBy = new TreeMap<>(Comparator.comparing(RunId::value));
    private final Set<InchiKey> suspects = new LinkedHashSet<>();
    private long compared;
    private long replaced;
    private long wrong;
    private @Nullable InchiKey firstWrong;

    /**
     * @param among how the run of the items ranks among the others
     * @param partition the one that the items belong to
     * @param modelVersion of the items
     * @param served when the items were written
     */
    TableComparison(
            PredictionTable table,
            Precedence among,
            Partition partition,
            @Nullable String modelVersion,
            Instant served) {
        this.table = table;
        this.among = among;
        this.partition = partition;
        this.modelVersion = modelVersion;
        this.served = served;
    }

    void add(InchiKey key, Entry expected) {
        chunk.put(key, expected);
        if (chunk.size() == LOOKUP) {
            compare();
        }
    }

    /** The items that the table has of the model for these molecules, by key. */
    static Map<InchiKey, Item> stored(PredictionTable table, ModelId model, Set<InchiKey> keys) {
        return keys.isEmpty()
                ? Map.of()
                : table.items(model, List.copyOf(keys)).stream()
                        .collect(Collectors.toMap(Item::key, Function.identity()));
    }

    /**
     * @param items of the partition
     * @param rivals partitions that may have written the same keys at the same time; null if that is settled
     */
    Verification.Found found(long items, @Nullable Rivals rivals) throws IOException {
        compare();
        if (rivals != null && !suspects.isEmpty()) {
            Set<InchiKey> others = rivals.among(suspects);
            replaced += others.size();
            suspects.removeAll(others);
        }
        suspects.forEach(this::isWrong);
        suspects.clear();
        return new Verification.Found(items, compared, replaced, wrong, firstWrong, replacedBy, overwrittenBy);
    }

    private void compare() {
        Map<InchiKey, Item> found = stored(table, partition.model(), chunk.keySet());
        chunk.forEach((key, expected) -> judge(key, expected, found.get(key)));
        chunk.clear();
    }

    private void judge(InchiKey key, Entry expected, @Nullable Item found) {
        compared++;
        if (found == null) {
            isWrong(key);
        } else if (!found.run().equals(partition.run())) {
            judge(key, found.run(), found.timestamp().isAfter(served));
        } else if (!isAsServed(expected, found)) {
            if (found.timestamp().isAfter(served)) {
                replaced++;
            } else if (suspects.size() < MAX_SUSPECTS) {
                suspects.add(key);
            } else {
                isWrong(key);
            }
        }
    }

    /** An older item of another run means that ours was lost, unless that run may replace this one; a newer one took its place. */
    private void judge(InchiKey key, RunId owner, boolean isLater) {
        if (among.isBelow(owner)) {
            if (isLater) {
                overwrittenBy.merge(owner, 1L, Long::sum);
            } else {
                isWrong(key);
            }
        } else if (isLater || among.isAbove(owner)) {
            replaced++;
            replacedBy.merge(owner, 1L, Long::sum);
        } else {
            isWrong(key);
        }
    }

    private void isWrong(InchiKey key) {
        wrong++;
        firstWrong = firstWrong == null ? key : firstWrong;
    }

    private boolean isAsServed(Entry expected, Item found) {
        return ItemDigest.of(found) == expected.digest() && Objects.equals(modelVersion, found.modelVersion());
    }
}
