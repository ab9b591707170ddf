package io.ersilia.precalc.table;

import java.time.Instant;

/** The text of times, of which most often the same one comes again. For one thread. */
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
