package io.ersilia.precalc.run;

import io.ersilia.precalc.words.Words;

/** The predictions of one slice, identified by model, run and worker. */
public record Partition(ModelId model, RunId run, int number) {

    public Partition {
        requireNumber(number);
    }

    /** Rejects a number that no partition has. */
    public static void requireNumber(int number) {
        if (number < 1 || number > Worker.MAX_TOTAL) {
            throw new IllegalArgumentException(
                    "no partition %d, expected 1 to %s".formatted(number, Words.count(Worker.MAX_TOTAL)));
        }
    }

    /** The name with which all files of the partition begin, e.g. {@code part-0001}. */
    public String name() {
        return "part-%04d".formatted(number);
    }

    @Override
    public String toString() {
        return "%s of %s run %s".formatted(name(), model, run);
    }
}
