package io.ersilia.precalc.run;

import io.ersilia.precalc.words.Words;

/** One cell of a matrix, or one task of an array job: worker {@code number} of {@code total}, counted from 1. */
public record Worker(int number, int total) {

    /** Names of partitions have four digits: {@code part-9999}. */
    public static final int MAX_TOTAL = 9_999;

    /** "A matrix will generate a maximum of 256 jobs per workflow run." An array job takes more. */
    public static final int MOST_IN_MATRIX = 256;

    public Worker {
        if (total < 1 || total > MAX_TOTAL) {
            throw new IllegalArgumentException(
                    "--workers %d: expected 1 to %s".formatted(total, Words.count(MAX_TOTAL)));
        }
        if (number < 1 || number > total) {
            throw new IllegalArgumentException("--worker %d: expected 1 to %s".formatted(number, Words.count(total)));
        }
    }

    @Override
    public String toString() {
        return "worker %d of %d".formatted(number, total);
    }
}
