package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run to start or to go on with.
 *
 * @param number of this start of the run, from 1
 * @param sample number of molecules; null for the whole library
 * @param workers of the run; null if its plan says how many
 * @param jobs the most at the same time
 * @param spending what the run is expected to take
 * @param waits why it is not started now; null if it is
 */
public record NextRun(
        ModelState state,
        RunId run,
        int number,
        @Nullable Integer sample,
        @Nullable Integer workers,
        int jobs,
        Spending spending,
        @Nullable String waits) {

    NextRun waiting(String why) {
        return new NextRun(state, run, number, sample, workers, jobs, spending, why);
    }

    CampaignStart startedAt(Instant now) {
        return new CampaignStart(
                state.model().id(),
                run,
                state.model().release(),
                number,
                now,
                sample,
                jobs,
                state.rowsDone(),
                spending);
    }
}
