package io.ersilia.precalc.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A confusion table: how often each of a few values became which other. Not thread-safe. */
public final class Categories {

    /** The most distinct values that still count as categories. */
    public static final int MOST = 16;

    /**
     * How often one value became another.
     *
     * @param a the value before; empty for none
     * @param b the value after; empty for none
     */
    public record Swap(String a, String b, long molecules) {}

    private record Pair(String a, String b) {}

    private final Map<Pair, long[]> counts = new HashMap<>();
    private final Set<String> different = new TreeSet<>();
    private boolean isGivenUp;

    public void add(String a, String b) {
        if (isGivenUp) {
            return;
        }
        long[] count = counts.get(new Pair(a, b));
        if (count != null) {
            count[0]++;
            return;
        }
        different.add(a);
        different.add(b);
        if (different.size() > MOST) {
            giveUp();
            return;
        }
        counts.put(new Pair(a, b), new long[] {1});
    }

    /** Notes that some values are not categories, so that there is no table. */
    public void giveUp() {
        isGivenUp = true;
        counts.clear();
    }

    /** The swaps, sorted by the value before, then by the value after; null if the values are not categories. */
    public @Nullable List<Swap> swaps() {
        if (isGivenUp) {
            return null;
        }
        List<Swap> swaps = new ArrayList<>();
        counts.forEach((pair, count) -> swaps.add(new Swap(pair.a(), pair.b(), count[0])));
        swaps.sort(Comparator.comparing(Swap::a).thenComparing(Swap::b));
        return swaps;
    }
}
