package io.ersilia.precalc.run;

/** The rows {@code [from, to)} of the reference library (of the sample, if there is one) that one worker predicts. */
public record Slice(long from, long to) {

    public Slice {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no rows [%d, %d)".formatted(from, to));
        }
    }

    /** Every row belongs to exactly one worker, and no two slices differ by more than one row. */
    public static Slice of(Worker worker, long rows) {
        return new Slice(rows * (worker.number() - 1) / worker.total(), rows * worker.number() / worker.total());
    }

    public long size() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }
}
