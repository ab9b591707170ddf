package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.pipeline.campaign.PastRun.Fit;
import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.Quarantine;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about a model that matters to a campaign's decisions.
 *
 * @param whole what a run over all molecules takes; null until a run has shown it
 * @param runs the newest first
 * @param starts by campaigns in the last months, the oldest first
 * @param quarantine the model's last one; null if it never had any
 */
public record ModelHistory(
        HubModel model,
        @Nullable Spending whole,
        List<PastRun> runs,
        List<CampaignStart> starts,
        @Nullable Quarantine quarantine) {

    public ModelHistory {
        runs = List.copyOf(runs);
        starts = List.copyOf(starts);
    }

    Optional<PastRun> newest(Fit fit, boolean complete) {
        return runs.stream()
                .filter(run -> run.fit() == fit && run.isComplete() == complete)
                .findFirst();
    }

    /** When the first run over all molecules was complete, whatever its release. */
    Optional<Instant> firstFinished() {
        return runs.stream()
                .filter(run -> run.fit() != Fit.PROBE)
                .flatMap(run -> Stream.ofNullable(run.finished()))
                .min(Instant::compareTo);
    }

    List<CampaignStart> startsOf(RunId run) {
        return starts.stream().filter(start -> start.run().equals(run)).toList();
    }

    /** Whether the run has a plan, and not only been started. */
    boolean isPlanned(RunId run) {
        return runs.stream().anyMatch(past -> past.run().equals(run));
    }

    /** How many jobs the run has at the same time; empty if no campaign started it. */
    Optional<Integer> jobs(RunId run) {
        List<CampaignStart> all = startsOf(run);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).jobs());
    }

    /** Whether it happened after the last quarantine was lifted, if one was. */
    boolean isNews(Instant happened) {
        return quarantine == null || quarantine.lifted() == null || happened.isAfter(quarantine.lifted());
    }

    /** What a start took, as its run shows once complete; empty before that, or if the run does not show it. */
    Optional<Spending> taken(CampaignStart start) {
        return runs.stream()
                .filter(run -> run.run().equals(start.run()) && run.isComplete() && run.fit() != Fit.PROBE)
                .flatMap(run -> Stream.ofNullable(run.hours()))
                .findFirst()
                .map(hours -> {
                    List<CampaignStart> all = startsOf(start.run());
                    return start.spending().taking(start.equals(all.get(all.size() - 1)) ? hours : 0);
                });
    }
}
