package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that a campaign finds in the store.
 *
 * @param finished when every row was accounted for; null before
 * @param rowsDone rows that are predicted, and again those that are served
 * @param lastSign when it was planned, or a round of it ended
 * @param stopped whether its last round ended without another to follow
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

    /** What a run is to the campaign. */
    public enum Fit {
        /** Of the newest release, over the campaign's molecules. */
        CURRENT,
        /** The small one of the newest release, which shows how long the model takes. */
        PROBE,
        /** Of an earlier release, or over another library. */
        OLDER
    }

    /** A run of which nothing is in the store but that it was started. */
    static PastRun onlyStarted(CampaignStart start, Fit fit) {
        return new PastRun(start.run(), fit, null, 0, start.at(), false, null);
    }

    boolean isComplete() {
        return finished != null;
    }
}
