package io.ersilia.precalc.table;

import java.time.Instant;

/** Formats times and keeps the last text, as the same time usually comes again. For one thread. */
public final class LastTime {

    private Instant time = Instant.EPOCH;
    private String text = time.toString();

    public String text(Instant next) {
        if (!next.equals(time)) {
            time = next;
            text = next.toString();
        }
        return text;
    }
}
