package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.Spending;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Where a campaign stands and what it starts next.
 *
 * @param spent in this month, with what is expected of runs under way
 * @param jobsBusy that runs under way have, at most
 * @param models each in its standing, by id
 * @param order what is to be started, the most valuable first
 * @param trend the last weeks, the oldest first
 */
public record CampaignPlan(
        Instant at,
        Campaign campaign,
        Spending spent,
        int jobsBusy,
        List<ModelState> models,
        List<NextRun> order,
        List<Week> trend) {

    /**
     * A week of the campaign.
     *
     * @param begins on this Monday, by UTC
     * @param hours of runners for the runs that were started
     * @param predicted models that had a complete run by its end
     */
    public record Week(LocalDate begins, double hours, long predicted) {}

    CampaignPlan with(List<NextRun> newOrder) {
        return new CampaignPlan(at, campaign, spent, jobsBusy, models, newOrder, trend);
    }

    /** What is started now. */
    public List<NextRun> next() {
        return order.stream().filter(run -> run.waits() == null).toList();
    }

    public int count(Standing standing) {
        return in(standing).size();
    }

    public List<ModelState> in(Standing standing) {
        return models.stream().filter(model -> model.standing() == standing).toList();
    }
}
