package io.ersilia.precalc.table.dynamodb;

import java.util.Collection;
import java.util.List;

/** The leases of all writers of a table. A call that has returned is seen by every later one, of whichever process. */
interface Leases extends AutoCloseable {

    /** Adds a lease, or renews it. */
    void put(Lease lease);

    List<Lease> all();

    /**
     * Removes leases, where they are there.
     *
     * @param writers at most {@value BatchWrite#MAX_ITEMS}
     */
    void remove(Collection<String> writers);

    @Override
    void close();
}
