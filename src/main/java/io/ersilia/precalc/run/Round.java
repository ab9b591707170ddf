package io.ersilia.precalc.run;

import java.time.Instant;

/**
 * One pass of all workers over what a run still misses, as it was found at the pass's end.
 *
 * @param number of the run's rounds, from 1
 * @param continuation how many rounds went before it by themselves: 0 for one that a person began
 * @param rowsDone rows of the run's partitions and of its finished batches
 * @param fruitless how many rounds up to this one added no row, one after the other
 */
public record Round(int number, int continuation, long rowsDone, int fruitless, Instant ended) {

    /** The most rounds of a run: their files are numbered with four digits. */
    public static final int MAX = 9999;

    public Round {
        if (number < 1 || number > MAX || continuation < 0 || rowsDone < 0 || fruitless < 0) {
            throw new IllegalArgumentException("no round %d, continuation %d, with %d rows done, %d times none added"
                    .formatted(number, continuation, rowsDone, fruitless));
        }
    }
}
