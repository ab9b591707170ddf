package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.words.Words;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides which runs a campaign starts, only from what is known about its models: runs already begun come first, then
 * priority, models never predicted, and cheap ones. For stale models, a day of waiting counts as much as being cheap, so
 * that the expensive ones get their turn.
 */
public final class NextRuns {

    /** Runs take longer than expected, so this multiple of what they are expected to take is kept for them in the budget. */
    private static final double RESERVE = 1.1;

    private static final int WEEKS = 13;
    private static final Pattern OURS = Pattern.compile("campaign-(\\d{1,9})");

    private final Campaign campaign;
    private final long rows;
    private final int workers;
    private final Spending probe;

    /**
     * @param rows that each model is run over
     * @param workers how many such a run has
     * @param probe what the small run of a model takes
     */
    public NextRuns(Campaign campaign, long rows, int workers, Spending probe) {
        this.campaign = campaign;
        this.rows = rows;
        this.workers = workers;
        this.probe = probe;
    }

    /** Where the campaign stands and what it starts. */
    public CampaignPlan of(List<ModelHistory> histories, Instant now) {
        Map<ModelId, ModelHistory> byId =
                histories.stream().collect(Collectors.toMap(one -> one.model().id(), Function.identity()));
        Function<ModelState, ModelHistory> known =
                state -> Objects.requireNonNull(byId.get(state.model().id()));
        List<ModelState> states = histories.stream()
                .map(history -> new Situation(history, campaign.work(), rows, workers, now).state())
                .sorted(Comparator.comparing(state -> state.model().id()))
                .toList();
        Spending spent = spent(histories, now);
        int busy = states.stream()
                .filter(state -> state.standing() == Standing.RUNNING)
                .mapToInt(state -> jobs(state, known.apply(state)))
                .sum();
        List<NextRun> order = states.stream()
                .filter(ModelState::isToStart)
                .sorted(byValue(now))
                .map(state -> next(state, known.apply(state)))
                .toList();
        return new CampaignPlan(
                now, campaign, spent, busy, states, admitted(order, spent, busy), trend(histories, now));
    }

    private Comparator<ModelState> byValue(Instant now) {
        List<ModelId> priority = campaign.choice().priority();
        return Comparator.comparing((ModelState state) -> !state.goesOn())
                .thenComparing(state -> priority.contains(state.model().id())
                        ? priority.indexOf(state.model().id())
                        : priority.size())
                .thenComparing(ModelState::standing)
                .thenComparing(state -> spending(state).hours() / (1 + days(state, now)))
                .thenComparing(state -> state.model().id());
    }

    private static double days(ModelState state, Instant now) {
        Instant finished = state.finished();
        return finished == null
                ? 0
                : Math.max(0, Duration.between(finished, now).toHours() / 24.0);
    }

    private Spending spending(ModelState state) {
        return state.left() == null ? probe : state.left();
    }

    /** Jobs of about an hour each: fetching the model takes minutes of every job, and a cheap model leaves room for others. */
    private int slices(ModelState state) {
        return (int) Math.max(1, Math.min(workers, Math.ceil(spending(state).hours())));
    }

    private int jobs(ModelState state, ModelHistory history) {
        RunId run = state.run();
        return Math.min(
                campaign.work().maxParallel(),
                run == null ? slices(state) : history.jobs(run).orElse(workers));
    }

    private NextRun next(ModelState state, ModelHistory history) {
        RunId run = state.run() == null ? unused(history) : state.run();
        return new NextRun(
                state,
                run,
                history.startsOf(run).stream()
                                .mapToInt(CampaignStart::number)
                                .max()
                                .orElse(0)
                        + 1,
                state.probing()
                        ? Integer.valueOf(CampaignWork.PROBE)
                        : campaign.work().sample(),
                history.isPlanned(run)
                        ? null
                        : Objects.requireNonNullElse(campaign.work().workers(), slices(state)),
                jobs(state, history),
                spending(state),
                null);
    }

    /** A name that depends only on what is known, so that two who decide at the same time name the same run. */
    private static RunId unused(ModelHistory history) {
        int last = Stream.concat(
                        history.runs().stream().map(PastRun::run),
                        history.starts().stream().map(CampaignStart::run))
                .map(run -> OURS.matcher(run.value()))
                .filter(Matcher::matches)
                .mapToInt(name -> Integer.parseInt(name.group(1)))
                .max()
                .orElse(0);
        return new RunId("campaign-" + (last + 1));
    }

    /** Gives runs that must wait the reason. If jobs are short, no later run overtakes, or a run of many jobs would never start. */
    private List<NextRun> admitted(List<NextRun> order, Spending spent, int busy) {
        Spending limit = campaign.budget().aMonth();
        Spending used = spent;
        int free = campaign.budget().jobs() - busy;
        boolean isFull = false;
        List<NextRun> admitted = new ArrayList<>();
        for (NextRun run : order) {
            Spending reserved = run.spending().times(RESERVE);
            if (!reserved.isWithin(limit)) {
                admitted.add(run.waiting(
                        "takes %s, with 10 %% in reserve more than a month's budget: raise it, or name a sample"
                                .formatted(Words.many(Math.round(run.spending().hours()), "hour"))));
            } else if (!used.plus(reserved).isWithin(limit)) {
                admitted.add(run.waiting("the rest of this month's budget is too small"));
            } else if (isFull || run.jobs() > free) {
                isFull = true;
                admitted.add(run.waiting("waits for %s".formatted(Words.many(run.jobs(), "free job"))));
            } else {
                used = used.plus(reserved);
                free -= run.jobs();
                admitted.add(run);
            }
        }
        return admitted;
    }

    /** What this month's starts take; with the reserve if that is not known yet. */
    private Spending spent(List<ModelHistory> histories, Instant now) {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        Spending spent = Spending.NONE;
        for (ModelHistory history : histories) {
            for (CampaignStart start : history.starts()) {
                if (YearMonth.from(start.at().atZone(ZoneOffset.UTC)).equals(month)) {
                    spent = spent.plus(history.taken(start)
                            .orElseGet(() -> start.spending().times(RESERVE)));
                }
            }
        }
        return spent;
    }

    private static List<CampaignPlan.Week> trend(List<ModelHistory> histories, Instant now) {
        Map<LocalDate, Double> hours = new HashMap<>();
        histories.forEach(history -> history.starts()
                .forEach(start -> hours.merge(
                        monday(start.at()),
                        history.taken(start).orElse(start.spending()).hours(),
                        Double::sum)));
        List<LocalDate> finished = histories.stream()
                .flatMap(history -> history.firstFinished().stream())
                .map(NextRuns::monday)
                .toList();
        return IntStream.rangeClosed(1 - WEEKS, 0)
                .mapToObj(monday(now)::plusWeeks)
                .map(week -> new CampaignPlan.Week(
                        week,
                        hours.getOrDefault(week, 0.0),
                        finished.stream().filter(one -> !one.isAfter(week)).count()))
                .toList();
    }

    private static LocalDate monday(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
