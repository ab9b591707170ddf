package io.ersilia.precalc.store;

/** The bytes {@code [from, to)}. */
public record ByteRange(long from, long to) {

    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no bytes [%d, %d)".formatted(from, to));
        }
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** The range in HTTP notation (RFC 9110, section 14.1.2), which names the last byte, not the one after it. */
    public String header() {
        return "bytes=%d-%d".formatted(from, to - 1);
    }
}
