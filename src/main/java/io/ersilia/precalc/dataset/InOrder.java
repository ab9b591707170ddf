package io.ersilia.precalc.dataset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Sorts rows by their keys; rows with equal keys keep their order. */
final class InOrder {

    static final Comparator<byte[]> BY_KEY =
            (one, other) -> Arrays.compare(one, 0, RowBytes.KEY, other, 0, RowBytes.KEY);

    /** How many first characters of a key are compared first: enough to distinguish nearly all of some hundred thousand keys. */
    private static final int PREFIX = 5;

    private static final int BITS_OF_PLACE = Long.SIZE - Byte.SIZE * PREFIX;

    private InOrder() {}

    /** Sorts numbers made of a key's beginning and its row's place, because the rows themselves are far apart in memory. */
    static List<byte[]> of(List<byte[]> rows) {
        if (rows.size() > 1 << BITS_OF_PLACE) {
            return rows.stream().sorted(BY_KEY).toList();
        }
        long[] places = new long[rows.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = beginning(rows.get(i)) << BITS_OF_PLACE | i;
        }
        Arrays.sort(places);
        byte[][] sorted = new byte[places.length][];
        int alike = 0; // the first row whose key has the same beginning
        for (int i = 0; i < places.length; i++) {
            if (places[i] >>> BITS_OF_PLACE != places[alike] >>> BITS_OF_PLACE) {
                Arrays.sort(sorted, alike, i, BY_KEY);
                alike = i;
            }
            sorted[i] = rows.get((int) (places[i] & ((1L << BITS_OF_PLACE) - 1)));
        }
        Arrays.sort(sorted, alike, places.length, BY_KEY);
        return Arrays.asList(sorted);
    }

    private static long beginning(byte[] row) {
        long beginning = 0;
        for (int i = 0; i < PREFIX; i++) {
            beginning = beginning << Byte.SIZE | row[i];
        }
        return beginning;
    }
}
