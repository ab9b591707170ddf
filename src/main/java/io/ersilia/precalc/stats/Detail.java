package io.ersilia.precalc.stats;

/**
 * How much is kept of a column: less of each when there are many, so that the statistics of 2,048 columns stay under a
 * megabyte.
 *
 * @param values up to so many different numbers are counted each, more are sketched
 * @param compression of the t-digest: about as many points are kept
 * @param texts how many of the most frequent texts are kept
 */
record Detail(int values, int compression, int texts) {

    private static final int NARROW = 64;

    /** For models with so many output columns. */
    static Detail of(int columns) {
        return columns <= NARROW ? new Detail(32, 200, 32) : new Detail(16, 18, 8);
    }
}
