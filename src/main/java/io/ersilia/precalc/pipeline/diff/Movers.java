package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.pipeline.diff.ColumnChange.Mover;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Keeps those molecules whose value changed most; of equals those that came first. */
final class Movers {

    static final int MOST = 20;

    /** A mover and how far it moved; 0 where that is no distance. */
    private record Ranked(Mover mover, double distance, long order) {}

    private static final Comparator<Ranked> SMALLEST_FIRST =
            Comparator.comparingDouble(Ranked::distance).thenComparing(Ranked::order, Comparator.reverseOrder());

    private final PriorityQueue<Ranked> kept = new PriorityQueue<>(SMALLEST_FIRST);
    private long seen;

    /** @param change of numbers; null for other values */
    void add(String key, String smiles, @Nullable String a, @Nullable String b, @Nullable Double change) {
        double distance = change == null ? 0 : Math.abs(change);
        seen++;
        if (kept.size() < MOST || kept.element().distance() < distance) {
            kept.add(new Ranked(new Mover(key, smiles, a, b, change), distance, seen));
            if (kept.size() > MOST) {
                kept.remove();
            }
        }
    }

    /** The furthest first. */
    List<Mover> furthestFirst() {
        List<Ranked> sorted = new ArrayList<>(kept);
        sorted.sort(SMALLEST_FIRST.reversed());
        return sorted.stream().map(Ranked::mover).toList();
    }
}
