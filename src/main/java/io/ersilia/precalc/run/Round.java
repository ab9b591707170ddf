package io.ersilia.precalc.run;

import java.time.Instant;

/**
 * One pass of all workers over the missing work of a run, with the state at its end.
 *
 * @param number of the run's rounds, from 1
 * @param continuation number of automatic rounds before it: 0 for one that a person started
 * @param rowsDone rows in the run's partitions and finished batches
 * @param fruitless number of consecutive rounds, up to this one, that added no rows
 */
public record Round(int number, int continuation, long rowsDone, int fruitless, Instant ended) {

    /** After this many rounds in a row without a new row, there are no more rounds. */
    private static final int MOST_FRUITLESS = 2;

    /** The maximum number of rounds of a run: their files have four-digit numbers. */
    public static final int MAX = 9999;

    public Round {
        if (number < 1 || number > MAX || continuation < 0 || rowsDone < 0 || fruitless < 0) {
            throw new IllegalArgumentException("no round %d, continuation %d, with %d rows done, %d times none added"
                    .formatted(number, continuation, rowsDone, fruitless));
        }
    }

    /** Whether another round would not help. */
    public boolean isLast() {
        return fruitless >= MOST_FRUITLESS;
    }
}
