package io.ersilia.precalc.pipeline.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a model stands in a campaign, in the order in which it is shown. */
public enum Standing {
    /** A run of it is under way. */
    RUNNING,
    /** Its last start brought nothing; it is tried once more. */
    FAILING,
    /** A run of it was begun and goes on no longer, though it had come further. */
    UNFINISHED,
    /** No run of it is complete. */
    NEVER_PREDICTED,
    /** A complete run is of an earlier release, or of another library. */
    STALE,
    /** It failed too often; a person has to look. */
    QUARANTINED,
    /** A complete run is of the newest release. */
    KNOWN;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
