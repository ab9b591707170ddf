package io.ersilia.precalc.stats;

/**
 * How much detail is kept per column: less if there are many, so that the statistics of 2,048 columns stay below a megabyte, and
 * their ranks fit into an item of DynamoDB.
 *
 * @param values the maximum number of distinct numbers that are counted individually; beyond that, they are sketched
 * @param compression of the t-digest: roughly the number of points kept
 * @param texts the number of most frequent texts kept
 */
record Detail(int values, int compression, int texts) {

    /** The detail for models with the given number of output columns. */
    static Detail of(int columns) {
        return new Detail(
                share(32_768, columns, 16, 32), share(40_000, columns, 18, 200), share(16_384, columns, 8, 32));
    }

    private static int share(int all, int columns, int least, int most) {
        return Math.max(least, Math.min(most, all / Math.max(1, columns)));
    }
}
