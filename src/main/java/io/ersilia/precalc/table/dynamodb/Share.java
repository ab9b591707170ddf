package io.ersilia.precalc.table.dynamodb;

/**
 * What a writer may use of the budget that it has in common with others, and when.
 *
 * @param units write units a second
 * @param opens from when on, in nanoseconds of the writer's own clock
 * @param ends until when
 */
record Share(double units, long opens, long ends) {

    /** Of a writer without a lease. */
    static final Share NOTHING = new Share(0, 0, 0);

    /** Write units a second at that time. */
    double at(long nanos) {
        return nanos - opens >= 0 && nanos - ends < 0 ? units : 0;
    }
}
