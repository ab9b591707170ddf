package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.pipeline.campaign.PastRun.Fit;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.Quarantine;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a model stands at a moment, judged by its history.
 *
 * @param rows how many a run has
 * @param workers how many a run has
 */
record Situation(ModelHistory history, CampaignWork work, long rows, int workers, Instant now) {

    /** A model is left alone after this many starts in a row without progress. */
    static final int MOST_FAILURES = 2;

    /** Time allowed for waiting for free runners, on top of the work. */
    private static final Duration WAITING = Duration.ofHours(6);

    ModelState state() {
        Optional<PastRun> complete = history.newest(Fit.CURRENT, true);
        if (complete.isPresent()) {
            return state(Standing.KNOWN, "complete", complete.get().run(), 0, false, null);
        }
        return underWay()
                .or(this::quarantined)
                .or(() -> open(isProbing() ? Fit.PROBE : Fit.CURRENT).map(this::begun))
                .or(this::probedInVain)
                .orElseGet(this::unbegun);
    }

    /** Whether a small run must first show how long the model takes. */
    private boolean isProbing() {
        return history.whole() == null && rows > CampaignWork.PROBE;
    }

    /** The run under way; one of an earlier release counts too, because it has jobs until it ends. */
    private Optional<ModelState> underWay() {
        return Stream.of(Fit.values())
                .flatMap(fit -> open(fit).stream())
                .map(this::begun)
                .filter(state -> state.standing() == Standing.RUNNING)
                .findFirst();
    }

    private Optional<ModelState> quarantined() {
        Quarantine quarantine = history.quarantine();
        return quarantine == null
                        || quarantine.lifted() != null
                        || !history.model().isOfRelease(quarantine.modelVersion())
                ? Optional.empty()
                : Optional.of(state(Standing.QUARANTINED, quarantine.reason(), quarantine.run(), 0, isProbing(), null));
    }

    private Optional<ModelState> probedInVain() {
        return history.newest(Fit.PROBE, true)
                .filter(run -> isProbing())
                .filter(run -> run.finished() != null && history.isNews(run.finished()))
                .map(run -> state(
                        Standing.QUARANTINED,
                        "run %s predicted none of %d molecules".formatted(run.run(), CampaignWork.PROBE),
                        run.run(),
                        0,
                        true,
                        null));
    }

    private ModelState unbegun() {
        if (history.firstFinished().isEmpty()) {
            return state(Standing.NEVER_PREDICTED, "no complete run", null, 0, isProbing(), history.whole());
        }
        String release = history.model().release();
        return state(
                Standing.STALE,
                release == null ? "the library is another" : "no complete run of %s".formatted(release),
                null,
                0,
                isProbing(),
                history.whole());
    }

    /** The newest incomplete run, whether planned or only started. */
    private Optional<PastRun> open(Fit fit) {
        Integer sample = fit == Fit.PROBE ? Integer.valueOf(CampaignWork.PROBE) : work.sample();
        return history.newest(fit, false)
                .or(() -> fit == Fit.OLDER
                        ? Optional.empty()
                        : history.starts().stream()
                                .filter(start -> Objects.equals(start.sample(), sample)
                                        && history.model().isOfRelease(start.modelVersion()))
                                .filter(start -> history.runs().stream()
                                        .noneMatch(run -> run.run().equals(start.run())))
                                .reduce((earlier, later) -> later)
                                .map(start -> PastRun.onlyStarted(start, fit)));
    }

    private ModelState begun(PastRun run) {
        List<CampaignStart> starts = history.startsOf(run.run());
        Instant started =
                starts.isEmpty() ? Instant.EPOCH : starts.get(starts.size() - 1).at();
        Instant sign = run.lastSign().isAfter(started) ? run.lastSign() : started;
        boolean probe = run.fit() == Fit.PROBE;
        Spending whole = probe ? null : history.whole();
        Spending left = whole == null ? null : whole.times(Math.max(0, 1 - run.rowsDone() / (2.0 * rows)));
        boolean stopped = run.stopped() && !started.isAfter(run.lastSign());
        if (!stopped
                && now.isBefore(sign.plus(longest(left, history.jobs(run.run()).orElse(work.maxParallel()))))) {
            return state(Standing.RUNNING, "since " + Words.time(sign), run.run(), run.rowsDone(), probe, left);
        }
        int failures = failures(run, starts);
        if (failures == 0) {
            return state(Standing.UNFINISHED, "it ended early", run.run(), run.rowsDone(), probe, left);
        }
        return state(
                failures < MOST_FAILURES ? Standing.FAILING : Standing.QUARANTINED,
                failures == 1
                        ? "run %s brought nothing when it was last started".formatted(run.run())
                        : "run %s brought nothing, %d times in a row".formatted(run.run(), failures),
                run.run(),
                run.rowsDone(),
                probe,
                left);
    }

    /** How long a run without a sign is under way: twice its work, but at least a round and at most one per wave of its jobs. */
    private Duration longest(@Nullable Spending left, int jobs) {
        double round = Estimator.ROUND.toMinutes();
        long waves = jobs == 1 ? 1 : (workers + jobs - 1) / jobs;
        double expected = left == null ? Double.POSITIVE_INFINITY : 2 * 60 * left.hours() / jobs;
        return WAITING.plusMinutes((long) Math.max(round, Math.min(expected, round * waves)));
    }

    /** How many of the run's latest starts, in a row, brought no progress. */
    private int failures(PastRun run, List<CampaignStart> starts) {
        int failures = 0;
        long done = run.rowsDone();
        for (int i = starts.size() - 1;
                i >= 0
                        && starts.get(i).rowsDone() >= done
                        && history.isNews(starts.get(i).at());
                i--) {
            failures++;
            done = starts.get(i).rowsDone();
        }
        return failures;
    }

    private ModelState state(
            Standing standing,
            String why,
            @Nullable RunId run,
            long rowsDone,
            boolean probing,
            @Nullable Spending left) {
        Instant finished = history.newest(Fit.CURRENT, true)
                .or(() -> history.newest(Fit.OLDER, true))
                .map(PastRun::finished)
                .orElse(null);
        return new ModelState(history.model(), standing, why, run, rowsDone, finished, probing, probing ? null : left);
    }
}
