package io.ersilia.precalc.stats;

import org.jspecify.annotations.Nullable;

/** Keeps only a few points for all numbers: every distinct number while there are few, then a t-digest. */
public final class SketchedNumbers implements Numbers {

    /** Small enough that 2,048 columns fit into 100 MB. */
    private static final Detail DETAIL = new Detail(32, 50, 1);

    private final NumberTally tally = new NumberTally(DETAIL);
    private @Nullable Distribution known;
    private long count;

    @Override
    public void add(double number) {
        tally.add(number);
        known = null;
        count++;
    }

    @Override
    public long count() {
        return count;
    }

    private @Nullable Distribution distribution() {
        if (known == null) {
            known = tally.distribution();
        }
        return known;
    }

    /** The largest share of numbers that one approximate point stands for: they may lie on either side of it. */
    @Override
    public double error() {
        Distribution all = distribution();
        double error = 0;
        for (int i = 0; all != null && i < all.at().size(); i++) {
            error = all.isValue(i)
                    ? error
                    : Math.max(error, (double) all.counts().get(i) / all.count());
        }
        return error;
    }

    @Override
    public Ascending ascending() {
        Distribution all = distribution();
        return new Ascending() {
            private int at = -1;

            @Override
            public boolean next() {
                return all != null && ++at < all.at().size();
            }

            @Override
            public double number() {
                return all == null ? Double.NaN : all.at().get(at);
            }

            @Override
            public long times() {
                return all == null ? 0 : all.counts().get(at);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
