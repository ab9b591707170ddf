package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.words.Words;

/** The share of rows that may be rejected before a command says so by its exit code. */
public record RejectRate(double most) {

    /** A partition with fewer rows is never judged: one bad row would be too many. */
    private static final long JUDGED_FROM = 100;

    public RejectRate {
        if (!(most >= 0 && most <= 1)) {
            throw new IllegalArgumentException(
                    "--max-reject-rate %s: expected a share from 0 to 1, e.g. 0.1".formatted(Words.number(most)));
        }
    }

    /** Judges one partition. */
    public boolean isExceededBy(long rejected, long rows) {
        return rows >= JUDGED_FROM && isExceededByRun(rejected, rows);
    }

    /** Judges a whole run, however small. */
    public boolean isExceededByRun(long rejected, long rows) {
        return rejected > most * rows;
    }

    /** {@code 2.2 % of rows were rejected, 1 % are allowed}. */
    public String excess(long rejected, long rows) {
        return "%s of rows were rejected, %s %% are allowed"
                .formatted(Words.percent(rejected, rows), Words.number(100 * most));
    }
}
