package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.molecule.InchiKey;

/**
 * An InChIKey in 16 bytes, which sort as the keys do.
 *
 * @param high its first 13 letters, as a number of base 26
 * @param low the others
 */
public record PackedKey(long high, long low) {

    private static final int LETTERS_IN_HIGH = 13;

    /** All beginnings of keys are below this: 26^13. */
    static final long END = power(26, LETTERS_IN_HIGH);

    public static PackedKey of(InchiKey key) {
        return new PackedKey(
                letters(key.value(), 0, LETTERS_IN_HIGH),
                letters(key.value(), LETTERS_IN_HIGH, key.value().length()));
    }

    InchiKey key() {
        char[] key = new char[InchiKey.LENGTH];
        write(high, key, 0, LETTERS_IN_HIGH);
        write(low, key, LETTERS_IN_HIGH, key.length);
        return new InchiKey(new String(key));
    }

    /** The letters as a number of base 26: 13 of them fit a long, and keys differ only in letters. */
    private static long letters(String key, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (differs(i)) {
                number = number * 26 + (key.charAt(i) - 'A');
            }
        }
        return number;
    }

    /** The reverse of {@link #letters}. */
    private static void write(long number, char[] key, int from, int to) {
        long rest = number;
        for (int i = to - 1; i >= from; i--) {
            if (differs(i)) {
                key[i] = (char) ('A' + rest % 26);
                rest /= 26;
            } else {
                key[i] = i == 23 ? 'S' : i == 24 ? 'A' : '-';
            }
        }
    }

    /** Whether keys differ there: not in the hyphens, nor in SA, which marks a standard key. */
    private static boolean differs(int i) {
        return i != 14 && i != 23 && i != 24 && i != 25;
    }

    private static long power(long base, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= base;
        }
        return power;
    }
}
