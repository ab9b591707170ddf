package io.ersilia.precalc.pipeline.diff;

import org.jspecify.annotations.Nullable;

/**
 * Which molecules the sides predict. Every key that occurs is counted once.
 *
 * @param both predicted by both
 * @param onlyA predicted by A, not in B at all; null if A is the table, which is asked for the keys of B only
 * @param onlyB predicted by B, not in A at all; null if B is the table
 * @param rejectedInA predicted by B, rejected in A
 * @param rejectedInB predicted by A, rejected in B
 * @param neither predicted by neither, rejected in one or both
 */
public record Coverage(
        long both, @Nullable Long onlyA, @Nullable Long onlyB, long rejectedInA, long rejectedInB, long neither) {

    /** Molecules that A predicts, as far as they were asked for. */
    public long predictedByA() {
        return both + known(onlyA) + rejectedInB;
    }

    /** Molecules that B predicts, as far as they were asked for. */
    public long predictedByB() {
        return both + known(onlyB) + rejectedInA;
    }

    /** Molecules that only one side predicts. */
    public long differing() {
        return known(onlyA) + known(onlyB) + rejectedInA + rejectedInB;
    }

    private static long known(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
