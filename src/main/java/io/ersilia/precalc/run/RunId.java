package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The name of one execution of the pipeline for one model. */
public record RunId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @JsonCreator
    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a run id: '%s', expected 1 to 64 of A-Z a-z 0-9 . _ - without a dot in front"
                            .formatted(Printable.of(value)));
        }
    }

    /** The id of a run that starts now, unless one was given. */
    public static RunId at(Instant now) {
        return new RunId(TIME.format(now));
    }

    @Override
    public String toString() {
        return value;
    }
}
