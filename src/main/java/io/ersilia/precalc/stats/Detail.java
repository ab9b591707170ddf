package io.ersilia.precalc.stats;

/**
 * How much detail is kept per column: less if there are many, so that the statistics of 2,048 columns stay below a megabyte.
 *
 * @param values the maximum number of distinct numbers that are counted individually; beyond that, they are sketched
 * @param compression of the t-digest: roughly the number of points kept
 * @param texts the number of most frequent texts kept
 */
record Detail(int values, int compression, int texts) {

    private static final int NARROW = 64;

    /** The detail for models with the given number of output columns. */
    static Detail of(int columns) {
        return columns <= NARROW ? new Detail(32, 200, 32) : new Detail(16, 18, 8);
    }
}
