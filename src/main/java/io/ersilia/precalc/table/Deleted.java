package io.ersilia.precalc.table;

/**
 * What became of keys whose items were to be deleted; each key is exactly one of the first three.
 *
 * @param deleted items that are gone
 * @param others items that are there still, as they are another's
 * @param absent keys without an item; also one whose deletion was repeated because its answer was lost
 * @param capacity write units: those that the table told, and 1 for each key whose item it did not delete, which is
 *     charged and not told; 0 for a table that has none
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
