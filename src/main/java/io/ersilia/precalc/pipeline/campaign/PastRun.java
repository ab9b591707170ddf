package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that a campaign finds in the store.
 *
 * @param finished when every row was accounted for; null before
 * @param rowsDone predicted rows plus served rows: a row that is both counts twice
 * @param lastSign when it was planned, or when its last round ended
 * @param stopped whether its last round ended with no other to follow
 * @param hours of runners that it took; null if not known
 */
public record PastRun(
        RunId run,
        Fit fit,
        @Nullable Instant finished,
        long rowsDone,
        Instant lastSign,
        boolean stopped,
        @Nullable Double hours) {

    /** How a run serves the campaign. */
    public enum Fit {
        /** A run of the newest release, over the campaign's molecules. */
        CURRENT,
        /** The small run of the newest release, which shows how long the model takes. */
        PROBE,
        /** A run of an earlier release, or over another library. */
        OLDER
    }

    /** A run that left nothing in the store but the record of its start. */
    static PastRun onlyStarted(CampaignStart start, Fit fit) {
        return new PastRun(start.run(), fit, null, 0, start.at(), false, null);
    }

    boolean isComplete() {
        return finished != null;
    }
}
