package io.ersilia.precalc.molecule;

import java.util.List;

/** Cages of carbon in which every atom is like every other, which is what InChI takes longest for. */
public final class Cages {

    private Cages() {}

    /** Sheets of {@code size} by {@code size} atoms that are rolled up to a ring, each atom bound to four others. */
    public static String ring(int size) {
        return ring(size, size);
    }

    /** The same of {@code width} by {@code length} atoms: one long chain, and every atom bound to the one above, too. */
    static String ring(int width, int length) {
        int atoms = width * length;
        StringBuilder smiles = new StringBuilder();
        for (int i = 0; i < atoms; i++) {
            smiles.append('C').append(number(i % width)); // begins the bond upwards, or ends that from below
            smiles.append(i < width || i >= atoms - width ? number(width + i % width) : number(i % width));
            smiles.append(i == 0 || i == atoms - 1 ? number(2 * width) : "");
        }
        return smiles.toString();
    }

    /** Two that differ, of which each takes about half a second. */
    static List<String> slow() {
        return List.of(ring(14, 14), ring(14, 15));
    }

    private static String number(int closure) {
        return closure < 9 ? String.valueOf(closure + 1) : "%" + (closure + 1);
    }
}
