package io.ersilia.precalc.table.dynamodb;

/**
 * The part of a shared budget that a writer may use, and when.
 *
 * @param units write units a second
 * @param opens when it begins, in nanoseconds of the writer's own clock
 * @param ends when it ends, by the same clock
 */
record Share(double units, long opens, long ends) {

    /** The share of a writer without a lease. */
    static final Share NOTHING = new Share(0, 0, 0);

    /** Write units a second at that time. */
    double at(long nanos) {
        return nanos - opens >= 0 && nanos - ends < 0 ? units : 0;
    }
}
