package io.ersilia.precalc.stats;

/**
 * How often a column holds a text.
 *
 * @param text its first 64 characters; longer texts that begin alike count as one
 */
public record TextCount(String text, long count) {

    public TextCount {
        if (count < 1) {
            throw new IllegalArgumentException("no text that occurs %d times".formatted(count));
        }
    }
}
