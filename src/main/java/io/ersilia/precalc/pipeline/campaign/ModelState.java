package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model of a campaign as it is now.
 *
 * @param why in a few words
 * @param run the run that the standing is about; null if there is none
 * @param rowsDone how much of that run is done, see {@link PastRun}
 * @param finished when the newest complete run was; null if there is none
 * @param probing whether a small run must first show how long the model takes, or is doing so
 * @param left what the rest takes; null if nothing is left or it is not known
 */
public record ModelState(
        HubModel model,
        Standing standing,
        String why,
        @Nullable RunId run,
        long rowsDone,
        @Nullable Instant finished,
        boolean probing,
        @Nullable Spending left) {

    boolean isToStart() {
        return switch (standing) {
            case FAILING, UNFINISHED, NEVER_PREDICTED, STALE -> true;
            case RUNNING, QUARANTINED, KNOWN -> false;
        };
    }

    /** Whether a run of it was begun and will be continued. */
    boolean goesOn() {
        return standing == Standing.FAILING || standing == Standing.UNFINISHED;
    }
}
