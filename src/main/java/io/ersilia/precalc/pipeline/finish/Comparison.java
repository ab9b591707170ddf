package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.PredictionTable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares items with what the table has, many at a time; what was written later than they were is not wrong. */
final class Comparison {

    /** Items of one look-up. */
    private static final int LOOKUP = 100;

    /** Bytes of one look-up: large items are few at a time. */
    private static final long LOOKUP_BYTES = 4L * 1024 * 1024;

    /** So many keys are looked for in other partitions; with more of them another partition is not the reason. */
    private static final int MAX_SUSPECTS = 10_000;

    private final PredictionTable table;
    private final Precedence among;
    private final Instant served;

    private final List<Item> chunk = new ArrayList<>();
    private final Map<RunId, Long> replacedBy = new TreeMap<>(Comparator.comparing(RunId::value));
    private final Map<RunId, Long> overwrittenBy = new TreeMap<>(Comparator.comparing(RunId::value));
    private final Set<InchiKey> suspects = new LinkedHashSet<>();
    private long chunkBytes;
    private long compared;
    private long replaced;
    private long wrong;
    private @Nullable InchiKey firstWrong;

    /**
     * @param among the run whose items they are, among the others
     * @param served when the items were written
     */
    Comparison(PredictionTable table, Precedence among, Instant served) {
        this.table = table;
        this.among = among;
        this.served = served;
    }

    void add(Item expected, long bytes) {
        chunk.add(expected);
        chunkBytes += bytes;
        if (chunk.size() == LOOKUP || chunkBytes >= LOOKUP_BYTES) {
            compare();
        }
    }

    /**
     * @param items of the partition
     * @param rivals partitions that may have written the same keys at the same time; null where that is settled
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
        Map<InchiKey, Item> found = Settlement.stored(table, chunk);
        chunk.forEach(expected -> judge(expected, found.get(expected.key())));
        chunk.clear();
        chunkBytes = 0;
    }

    private void judge(Item expected, @Nullable Item found) {
        compared++;
        if (found == null) {
            isWrong(expected.key());
        } else if (!found.run().equals(expected.run())) {
            judge(expected, found.run(), found.timestamp().isAfter(served));
        } else if (!isAsServed(expected, found)) {
            if (found.timestamp().isAfter(served)) {
                replaced++;
            } else if (suspects.size() < MAX_SUSPECTS) {
                suspects.add(expected.key());
            } else {
                isWrong(expected.key());
            }
        }
    }

    /** What another run left before is an item that was lost; what it wrote since it may have written, or not. */
    private void judge(Item expected, RunId owner, boolean isLater) {
        if (among.isBelow(owner)) {
            if (isLater) {
                overwrittenBy.merge(owner, 1L, Long::sum);
            } else {
                isWrong(expected.key());
            }
        } else if (isLater || among.isAbove(owner)) {
            replaced++;
            replacedBy.merge(owner, 1L, Long::sum);
        } else {
            isWrong(expected.key());
        }
    }

    private void isWrong(InchiKey key) {
        wrong++;
        firstWrong = firstWrong == null ? key : firstWrong;
    }

    private static boolean isAsServed(Item expected, Item found) {
        return Settlement.isSame(expected, found) && Objects.equals(expected.modelVersion(), found.modelVersion());
    }
}
