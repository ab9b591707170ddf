package io.ersilia.precalc.pipeline.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a model stands in a campaign, in the order in which it is shown. */
public enum Standing {
    /** A run of it is under way. */
    RUNNING,
    /** Its last start brought no progress; it is tried once more. */
    FAILING,
    /** A run of it was begun and made progress, but is no longer under way. */
    UNFINISHED,
    /** No run of it is complete. */
    NEVER_PREDICTED,
    /** Its complete run is of an earlier release, or of another library. */
    STALE,
    /** It failed too often; a person has to look. */
    QUARANTINED,
    /** It has a complete run of the newest release. */
    KNOWN;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
