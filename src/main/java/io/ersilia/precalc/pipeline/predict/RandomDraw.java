package io.ersilia.precalc.pipeline.predict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws some of many elements that are offered one after the other, each with the same chance. */
final class RandomDraw<T> {

    private final Random random;
    private final List<T> drawn = new ArrayList<>();
    private long offered;

    RandomDraw(Random random) {
        this.random = random;
    }

    void clear() {
        drawn.clear();
        offered = 0;
    }

    /** Draws the element or not; at most this many stay drawn. */
    void offer(T one, long most) {
        offered++;
        if (drawn.size() < most) {
            drawn.add(one);
            return;
        }
        long place = random.nextLong(offered);
        if (place < most) {
            drawn.set((int) place, one);
        }
    }

    long offered() {
        return offered;
    }

    /** At most this many of the drawn elements, in a random order. */
    List<T> some(long most) {
        Collections.shuffle(drawn, random);
        return drawn.subList(0, (int) Math.min(most, drawn.size()));
    }
}
