package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The runs of one model that need not be predicted again: every row is accounted for, and the same runner predicted it.
 * Each is looked at once.
 */
public final class CompleteRuns {

    private final RunStore store;
    private final Stages stages;
    private final String runner;
    private final boolean force;
    private final Map<RunId, Optional<Reconciliation>> known = new HashMap<>();

    /**
     * @param stages where their predictions are wanted
     * @param force whether all is to be done again, so that none counts as complete
     */
    public CompleteRuns(RunStore store, Stages stages, String runner, boolean force) {
        this.store = store;
        this.stages = stages;
        this.runner = runner;
        this.force = force;
    }

    /** What finish counted of the run, whichever table it was served to last; empty if it is not complete. */
    public Optional<Reconciliation> complete(Plan plan) {
        return force ? Optional.empty() : known.computeIfAbsent(plan.run(), run -> counted(plan));
    }

    /** What finish counted of the run if it was served to this table as it is now, so that nothing is left to do; else empty. */
    public Optional<Reconciliation> done(Plan plan) {
        return complete(plan)
                .filter(account -> Objects.equals(
                        account.tableId(), stages.of(plan.run()).id().orElse(null)));
    }

    /** The first of these plans with nothing left to do, else the first that only has to be served to this table. */
    public Optional<Plan> among(List<Plan> sameWork) {
        return sameWork.stream()
                .filter(plan -> done(plan).isPresent())
                .findFirst()
                .or(() -> sameWork.stream()
                        .filter(plan -> complete(plan).isPresent())
                        .findFirst());
    }

    private Optional<Reconciliation> counted(Plan plan) {
        return store.account(plan.model(), plan.run())
                .filter(Reconciliation::complete)
                .filter(account -> RunChooser.isFinished(store, plan))
                .filter(account -> plan.shares().stream()
                        .flatMap(slice -> store.manifest(plan.partition(slice.worker())).stream())
                        .allMatch(manifest -> manifest.runner().equals(runner)));
    }
}
