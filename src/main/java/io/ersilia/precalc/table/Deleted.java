package io.ersilia.precalc.table;

/**
 * What became of the keys whose items were to be deleted; each key counts in exactly one of the first three.
 *
 * @param deleted items that are gone
 * @param others items that were kept, as they are outside the scope
 * @param absent keys without an item; also those whose deletion was retried because its response was lost
 * @param capacity write units: those that the table reported, and 1 for each key whose item it did not delete, which is
 *     charged but not reported; 0 for a table without them
 */
public record Deleted(long deleted, long others, long absent, double capacity) {

    public static final Deleted NOTHING = new Deleted(0, 0, 0, 0);

    public Deleted {
        if (deleted < 0 || others < 0 || absent < 0 || !(capacity >= 0)) {
            throw new IllegalArgumentException(
                    "%d deleted, %d others, %d absent, %s write units".formatted(deleted, others, absent, capacity));
        }
    }

    public Deleted plus(Deleted more) {
        return new Deleted(
                deleted + more.deleted, others + more.others, absent + more.absent, capacity + more.capacity);
    }
}
