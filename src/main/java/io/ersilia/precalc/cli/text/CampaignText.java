package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.cli.options.CampaignOptions.Action;
import io.ersilia.precalc.pipeline.campaign.CampaignPlan;
import io.ersilia.precalc.pipeline.campaign.ModelState;
import io.ersilia.precalc.pipeline.campaign.NextRun;
import io.ersilia.precalc.pipeline.campaign.Standing;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.words.ShellWord;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A campaign for a person at a terminal.
 *
 * @param store as it was given
 * @param table as it was given; null for the usual one
 * @param staged whether runs are written beside what lookups see
 * @param currency of money
 */
public record CampaignText(
        CampaignPlan plan, String store, @Nullable String table, boolean staged, String currency) {

    private static final String LINE = "%-8s %-15s %-9s %9s  %s%n";

    /** More lines would push the counts off the screen. */
    private static final int MOST_WAITING = 10;

    public String of(Action action) {
        return switch (action) {
            case NEXT -> next();
            case PLAN -> head() + models(plan.models()) + waiting(Integer.MAX_VALUE) + next();
            case STATUS, LIFT -> status();
        };
    }

    /** How far it is: what needs no attention is only counted. */
    public String status() {
        List<ModelState> shown = plan.models().stream()
                .filter(state -> switch (state.standing()) {
                    case RUNNING, FAILING, UNFINISHED, QUARANTINED -> true;
                    case NEVER_PREDICTED, STALE, KNOWN -> false;
                })
                .toList();
        return head() + models(shown) + waiting(MOST_WAITING) + (plan.next().isEmpty() ? "" : toStart());
    }

    /** The same for the page of a workflow's job. */
    public String markdown() {
        return "### Campaign\n\n```\n%s```\n".formatted(status().replace("`", "'"));
    }

    private String head() {
        String counts = Words.counts(plan.models().stream().map(ModelState::standing));
        Spending spent = plan.spent();
        Spending limit = plan.campaign().budget().aMonth();
        return "%s: %s: %s%nthis month: %s; %d of %s busy%n"
                .formatted(
                        plan.campaign().file(),
                        Words.many(plan.models().size(), "model"),
                        counts,
                        Stream.of(
                                        used(spent.hours(), limit.hours(), " runner hours"),
                                        used(spent.writeUnits(), limit.writeUnits(), " write units"),
                                        used(spent.money(), limit.money(), " " + currency))
                                .filter(Objects::nonNull)
                                .collect(Collectors.joining(", ")),
                        plan.jobsBusy(),
                        Words.many(plan.campaign().budget().jobs(), "job"));
    }

    private static @Nullable String used(double spent, double limit, String unit) {
        return Double.isInfinite(limit)
                ? null
                : "%s of %s%s".formatted(Words.count(Math.round(spent)), Words.count(Math.round(limit)), unit);
    }

    private String models(List<ModelState> models) {
        if (models.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(LINE.formatted("model", "standing", "release", "hours", "why"));
        models.forEach(state -> text.append(LINE.formatted(
                state.model().id(),
                state.standing(),
                Objects.requireNonNullElse(state.model().release(), "?"),
                hours(state.left()),
                state.standing() == Standing.QUARANTINED ? state.why() + "; " + lift(state) : state.why())));
        return text.toString();
    }

    private static String hours(@Nullable Spending left) {
        return left == null ? "" : Words.number(left.hours(), 3);
    }

    private String lift(ModelState state) {
        return "once its cause is gone: precalc campaign lift --model %s%s"
                .formatted(state.model().id(), Shell.places(store, null));
    }

    private String waiting(int most) {
        List<NextRun> waiting =
                plan.order().stream().filter(run -> run.waits() != null).toList();
        return waiting.stream()
                        .limit(most)
                        .map(run -> "waiting: %s: %s%n".formatted(work(run), run.waits()))
                        .collect(Collectors.joining())
                + (waiting.size() > most
                        ? "waiting: %s; precalc campaign plan lists all%n"
                                .formatted(Words.many(waiting.size() - most, "more model"))
                        : "");
    }

    private String toStart() {
        return "to start now: %s: precalc campaign next%s%n"
                .formatted(Words.many(plan.next().size(), "run"), Shell.places(store, table));
    }

    private String next() {
        return plan.next().isEmpty()
                ? "nothing to start now%n".formatted()
                : plan.next().stream()
                        .map(run -> "start %s: %s%n".formatted(work(run), command(run)))
                        .collect(Collectors.joining());
    }

    private static String work(NextRun run) {
        return "%s (%s, %s)"
                .formatted(
                        run.state().model().id(),
                        run.state().standing(),
                        run.state().probing()
                                ? "a probe of %d molecules".formatted(run.sample())
                                : "about %s"
                                        .formatted(Words.duration(run.spending().hours() * 3600)));
    }

    private String command(NextRun run) {
        String release = run.state().model().release();
        String library = plan.campaign().work().library();
        return Shell.command("run", run.state().model().id(), run.run())
                + (run.sample() == null ? "" : " --sample " + run.sample())
                + (run.workers() == null ? "" : " --workers " + run.workers())
                + (release == null ? "" : " --model-version " + ShellWord.of(release))
                + (library == null ? "" : " --library " + ShellWord.of(library))
                + (staged ? " --stage" : "")
                + Shell.places(store, table);
    }
}
