package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.Spending;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Where a campaign stands and what it starts next.
 *
 * @param spent this month's spending, with what runs under way are expected to take
 * @param jobsBusy the most jobs that runs under way occupy
 * @param models the state of each model, by id
 * @param order the runs to start, the most valuable first
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
     * @param begins its Monday, in UTC
     * @param hours of runners, for the runs started in it
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
