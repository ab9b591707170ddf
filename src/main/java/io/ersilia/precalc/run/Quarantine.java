package io.ersilia.precalc.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A campaign's decision to start no more runs of a model, in force or lifted.
 *
 * @param modelVersion the version that failed, as the catalog names it; null if it names none. Newer versions may run
 * @param run the one that failed last
 * @param reason in words for a person
 * @param lifted when a person ended it; null while it holds
 */
public record Quarantine(
        ModelId model,
        @Nullable String modelVersion,
        RunId run,
        Instant since,
        String reason,
        @Nullable Instant lifted) {

    /** The same quarantine, lifted: failures before that time no longer count. */
    public Quarantine liftedAt(Instant now) {
        return new Quarantine(model, modelVersion, run, since, reason, now);
    }
}
