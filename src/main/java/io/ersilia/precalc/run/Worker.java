package io.ersilia.precalc.run;

/** One cell of a matrix, or one task of an array job: worker {@code number} of {@code total}, counted from 1. */
public record Worker(int number, int total) {

    /** Names of partitions have four digits: {@code part-9999}. */
    public static final int MAX_TOTAL = 9_999;

    public Worker {
        if (total < 1 || total > MAX_TOTAL) {
            throw new IllegalArgumentException(
                    "not a number of workers: %d, expected 1 to %d".formatted(total, MAX_TOTAL));
        }
        if (number < 1 || number > total) {
            throw new IllegalArgumentException("no worker %d of %d, expected 1 to %2$d".formatted(number, total));
        }
    }

    @Override
    public String toString() {
        return "worker %d of %d".formatted(number, total);
    }
}
