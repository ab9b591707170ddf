package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run to start or to go on with.
 *
 * @param number of its starts, from 1
 * @param sample number of molecules; null for the whole library
 * @param workers of the run; null where it has a plan that says so
 * @param jobs at the same time, at most
 * @param spending that is expected
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
