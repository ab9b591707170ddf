package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.model.HubCatalog;
import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Quarantine;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.store.CampaignNotes;
import io.ersilia.precalc.store.RunStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out where a campaign stands, and records what it starts. */
public final class CampaignJob {

    /** Assumed for a job that fetches a model and predicts a few molecules; the true time is not known in advance. */
    private static final double PROBE_HOURS = 1;

    private final RunStore store;
    private final CampaignNotes notes;
    private final Function<ModelId, Plan> planned;
    private final Estimator estimator;
    private final TableAhead table;
    private final Clock clock;

    /**
     * @param planned the plan that a run of the model over the campaign's molecules would have; nothing is written
     * @param table the table that will be written
     */
    public CampaignJob(
            RunStore store,
            CampaignNotes notes,
            Function<ModelId, Plan> planned,
            Estimator estimator,
            TableAhead table,
            Clock clock) {
        this.store = store;
        this.notes = notes;
        this.planned = planned;
        this.estimator = estimator;
        this.table = table;
        this.clock = clock;
    }

    /** Where the campaign stands. Nothing is written. */
    public CampaignPlan look(Campaign campaign) {
        String catalog = campaign.choice().catalog();
        List<HubModel> models = campaign.choice().among(catalog == null ? List.of() : HubCatalog.read(catalog));
        Plan plan = planned(models.get(0).id());
        Instant now = clock.instant();
        List<ModelHistory> histories = new Survey(store, notes, plan, known -> whole(plan, known)).of(models, now);
        return new NextRuns(campaign, plan.rows(), plan.workers(), probe()).of(histories, now);
    }

    private Plan planned(ModelId model) {
        try {
            return planned.apply(model);
        } catch (Failure e) {
            throw e.kind() == Failure.Kind.INPUT ? e.with("library in the campaign's file") : e;
        }
    }

    /**
     * Like {@link #look}, but records in the store which runs are started and which models are left alone from now on. A run
     * that somebody else has recorded meanwhile is not started. If the store fails after a start is recorded, the others wait:
     * nobody would start that one for hours if it were not named.
     */
    public CampaignPlan start(Campaign campaign) {
        CampaignPlan found = look(campaign);
        found.in(Standing.QUARANTINED).forEach(state -> quarantine(state, found.at()));
        List<NextRun> order = new ArrayList<>();
        for (NextRun run : found.order()) {
            order.add(run.waits() == null ? recorded(run, found.at(), order) : run);
        }
        return found.with(order);
    }

    private NextRun recorded(NextRun run, Instant at, List<NextRun> before) {
        try {
            return notes.create(run.startedAt(at)) ? run : run.waiting("was started by somebody else just now");
        } catch (Failure e) {
            if (before.stream().allMatch(one -> one.waits() != null)) {
                throw e;
            }
            return run.waiting("its start was not recorded: " + e.getMessage());
        }
    }

    private void quarantine(ModelState state, Instant now) {
        HubModel model = state.model();
        boolean isNoted = notes.quarantine(model.id())
                .filter(known -> known.lifted() == null && Objects.equals(known.modelVersion(), model.release()))
                .isPresent();
        if (!isNoted && state.run() != null) {
            notes.save(new Quarantine(model.id(), model.release(), state.run(), now, state.why(), null));
        }
    }

    /**
     * Lets a campaign start runs of the model again.
     *
     * @throws Failure of kind INPUT if the model is not in quarantine
     */
    public Quarantine lift(ModelId model) {
        Quarantine lifted = notes.quarantine(model)
                .filter(one -> one.lifted() == null)
                .map(one -> one.liftedAt(clock.instant()))
                .orElseThrow(() -> Failure.input(
                        "%s is not in quarantine in %s: there is nothing to lift".formatted(model, store.uri())));
        notes.save(lifted);
        return lifted;
    }

    private @Nullable Spending whole(Plan plan, @Nullable ModelMetadata known) {
        Estimate estimate = estimator.whole(plan, known, table);
        Long minutes = estimate.time().runnerMinutes();
        Double runners = estimate.costs().runnerCost();
        return minutes == null || runners == null
                ? null
                : new Spending(
                        minutes / 60.0,
                        table.hasUnits() ? estimate.table().writeUnits() : 0,
                        estimate.costs().awsCost() + runners);
    }

    private Spending probe() {
        return new Spending(PROBE_HOURS, table.hasUnits() ? CampaignWork.PROBE : 0, estimator.runnerCost(PROBE_HOURS));
    }
}
