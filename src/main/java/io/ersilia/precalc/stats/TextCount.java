package io.ersilia.precalc.stats;

/**
 * How often a text occurs in a column.
 *
 * @param text its first 64 characters; longer texts with the same beginning count as one
 */
public record TextCount(String text, long count) {

    public TextCount {
        if (count < 1) {
            throw new IllegalArgumentException("no text that occurs %d times".formatted(count));
        }
    }
}
