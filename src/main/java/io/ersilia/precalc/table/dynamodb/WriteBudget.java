package io.ersilia.precalc.table.dynamodb;

/** How many write units a second this process may use at the moment; asked by many threads. */
@FunctionalInterface
interface WriteBudget extends AutoCloseable {

    /** No limit but the table's own. */
    WriteBudget UNLIMITED = () -> Double.POSITIVE_INFINITY;

    /**
     * Write units a second; 0 while nothing may be written.
     *
     * @throws io.ersilia.precalc.run.Failure if that cannot be found out
     */
    double now();

    /** Leaves this process's part to the others. */
    @Override
    default void close() {}
}
