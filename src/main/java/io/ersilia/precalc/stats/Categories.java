package io.ersilia.precalc.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which of a few values became which: a confusion table. Of more values than a few there is none. Not thread-safe. */
public final class Categories {

    /** More different values than this are no categories. */
    public static final int MOST = 16;

    /**
     * How often one value stands against another.
     *
     * @param a empty for none
     * @param b empty for none
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

    /** Says that there are values which are no categories: then there is no table. */
    public void giveUp() {
        isGivenUp = true;
        counts.clear();
    }

    /** By the value before and then after; null if they are no categories. */
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
