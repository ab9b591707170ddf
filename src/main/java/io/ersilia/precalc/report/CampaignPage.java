package io.ersilia.precalc.report;

import io.ersilia.precalc.pipeline.campaign.CampaignPlan;
import io.ersilia.precalc.pipeline.campaign.ModelState;
import io.ersilia.precalc.pipeline.campaign.NextRun;
import io.ersilia.precalc.pipeline.campaign.Standing;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Where a campaign stands, as one page like the report of a run. */
public final class CampaignPage {

    private static final int HEIGHT = 110;
    private static final String NONE = "";

    private CampaignPage() {}

    /**
     * Makes the page.
     *
     * @param currency of all amounts of money
     * @param version version of this program
     */
    public static String of(CampaignPlan plan, String currency, String version) {
        List<Page.Part> parts = List.of(
                new Page.Part("summary", "Summary", html -> summary(html, plan, currency)),
                new Page.Part("trend", "Trend", html -> trend(html, plan)),
                new Page.Part("next", "What comes next", html -> next(html, plan)),
                new Page.Part("models", "Models", html -> models(html, plan)));
        return new Page(
                        "Campaign " + plan.campaign().file(),
                        html -> html.in(
                                "h1",
                                () -> html.text("Campaign ")
                                        .line("span", plan.campaign().file())),
                        List.of(new Page.Group("Campaign", parts)),
                        "%s · as of %s".formatted(version, Words.time(plan.at())))
                .html();
    }

    private static void summary(Html html, CampaignPlan plan, String currency) {
        List<ModelState> quarantined = plan.in(Standing.QUARANTINED);
        String models = Words.many(plan.models().size(), "model");
        html.in(
                quarantined.isEmpty() ? "p.verdict.good" : "p.verdict.bad",
                () -> html.line("strong", Words.count(plan.count(Standing.KNOWN)) + " of " + models)
                        .text(" predicted in the newest release."));
        html.in("dl.figures", () -> {
            for (Standing standing : Standing.values()) {
                html.pair(standing.toString(), Words.count(plan.count(standing)));
            }
        });
        Spending limit = plan.campaign().budget().aMonth();
        html.in("dl.figures", () -> {
            html.pair("runner hours this month", used(plan.spent().hours(), limit.hours()));
            html.pair("write units this month", used(plan.spent().writeUnits(), limit.writeUnits()));
            html.pair(currency + " this month", used(plan.spent().money(), limit.money()));
            html.pair("jobs", used(plan.jobsBusy(), plan.campaign().budget().jobs()));
        });
        for (ModelState state : quarantined) {
            html.line(
                    "p",
                    "%s is in quarantine: %s. Once its cause is gone, precalc campaign lift --model %1$s lets it run again."
                            .formatted(state.model().id(), state.why()));
        }
    }

    private static String used(double spent, double limit) {
        String used = Words.count(Math.round(spent));
        return Double.isInfinite(limit) ? used : "%s of %s".formatted(used, Words.count(Math.round(limit)));
    }

    private static void trend(Html html, CampaignPlan plan) {
        bars(html, "Models with a complete run, at the end of each week", plan, CampaignPlan.Week::predicted);
        bars(html, "Runner hours of the runs started in each week", plan, CampaignPlan.Week::hours);
    }

    private static void bars(Html html, String caption, CampaignPlan plan, ToDoubleFunction<CampaignPlan.Week> figure) {
        List<CampaignPlan.Week> weeks = plan.trend();
        double most = Math.max(1, weeks.stream().mapToDouble(figure).max().orElse(1));
        CampaignPlan.Week last = weeks.get(weeks.size() - 1);
        String name = "%s: %s in the last of %d weeks, at most %s"
                .formatted(
                        caption,
                        Words.count(Math.round(figure.applyAsDouble(last))),
                        weeks.size(),
                        Words.count(Math.round(most)));
        Chart.plot(
                html,
                caption,
                () -> Chart.write(html, name, HEIGHT + 20, chart -> {
                    chart.level("grid", 1);
                    for (int i = 0; i < weeks.size(); i++) {
                        chart.column(
                                "predict",
                                (double) i / weeks.size(),
                                (i + 0.85) / weeks.size(),
                                HEIGHT,
                                figure.applyAsDouble(weeks.get(i)) / most);
                    }
                    chart.axes(HEIGHT, Words.count(Math.round(most)));
                    chart.label(0, HEIGHT + 15, weeks.get(0).begins().toString());
                    chart.label(1, HEIGHT + 15, last.begins().toString());
                }));
    }

    private static void next(Html html, CampaignPlan plan) {
        if (plan.order().isEmpty()) {
            html.line("p", "Nothing is to be started.");
            return;
        }
        new TableOf<NextRun>("The most valuable first")
                .text("model", run -> run.state().model().id().value())
                .text("standing", run -> run.state().standing().toString())
                .text("run", run -> run.run() + (run.state().probing() ? ", a probe" : NONE))
                .number("hours", run -> Words.number(run.spending().hours(), 3))
                .text("when", run -> Objects.requireNonNullElse(run.waits(), "now"))
                .write(html, plan.order());
    }

    private static void models(Html html, CampaignPlan plan) {
        new TableOf<ModelState>("Every model")
                .text("model", state -> state.model().id().value())
                .text("title", state -> Objects.toString(state.model().title(), NONE))
                .text("release", state -> Objects.toString(state.model().release(), NONE))
                .text("standing", state -> state.standing().toString())
                .text("why", ModelState::why)
                .text("run", state -> Objects.toString(state.run(), NONE))
                .text("complete since", state -> state.finished() == null ? NONE : Words.time(state.finished()))
                .number(
                        "hours left",
                        state -> state.left() == null
                                ? NONE
                                : Words.number(state.left().hours(), 3))
                .write(html, plan.models());
    }
}
