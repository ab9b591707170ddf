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

    /** The range as HTTP has it (RFC 9110, section 14.1.2), where the last byte is named, not the one after it. */
    public String header() {
        return "bytes=%d-%d".formatted(from, to - 1);
    }
}
