package io.ersilia.precalc.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a campaign starts no more runs of a model, or did so once.
 *
 * @param modelVersion that failed, as the catalog names it; null if it names none. A newer one is free
 * @param run that failed last
 * @param reason for a person
 * @param lifted when a person ended it; null while it holds
 */
public record Quarantine(
        ModelId model,
        @Nullable String modelVersion,
        RunId run,
        Instant since,
        String reason,
        @Nullable Instant lifted) {

    /** The same, ended: failures before then no longer count. */
    public Quarantine liftedAt(Instant now) {
        return new Quarantine(model, modelVersion, run, since, reason, now);
    }
}
