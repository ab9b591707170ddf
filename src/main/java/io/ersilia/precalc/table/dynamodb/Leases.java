package io.ersilia.precalc.table.dynamodb;

import java.util.Collection;
import java.util.List;

/** The leases of all writers of a table. Later calls, from any process, see the effect of every call that has returned. */
interface Leases extends AutoCloseable {

    /** Adds a lease, or renews it. */
    void put(Lease lease);

    List<Lease> all();

    /**
     * Removes leases, if they exist.
     *
     * @param writers at most {@value BatchWrite#MAX_ITEMS}
     */
    void remove(Collection<String> writers);

    @Override
    void close();
}
