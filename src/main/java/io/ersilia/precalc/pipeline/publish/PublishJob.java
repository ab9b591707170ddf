package io.ersilia.precalc.pipeline.publish;

import io.ersilia.precalc.pipeline.diff.ColumnChange;
import io.ersilia.precalc.pipeline.diff.DiffJob;
import io.ersilia.precalc.pipeline.diff.DiffRequest;
import io.ersilia.precalc.pipeline.diff.Tolerance;
import io.ersilia.precalc.pipeline.finish.Account;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.publish.Publication.State;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.pipeline.shared.Replacements;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a staged run the one that lookups see, in one step, once it is complete; and returns to the one before. */
public final class PublishJob {

    private final RunStore store;
    private final PredictionTable table;
    private final DiffJob diff;

    /** @param diff compares the run with the current one */
    public PublishJob(RunStore store, PredictionTable table, DiffJob diff) {
        this.store = store;
        this.table = table;
        this.diff = diff;
    }

    /**
     * Publishes the run, or says why not.
     *
     * @throws Failure of kind INPUT if the run does not exist or is not staged, USAGE for a sample over a full run,
     *     UNAVAILABLE if another was published meanwhile
     */
    public Publication publish(PublishRequest request) {
        Plan plan = new RunChooser(store).planned(request.model(), request.run());
        Optional<ModelRecord> current = table.id().flatMap(id -> table.model(request.model()));
        if (current.filter(seen -> seen.run().equals(request.run())).isPresent()) {
            return unchanged(current.get());
        }
        ModelRecord next = staged(request);
        requireNoSample(request, next, current);
        Optional<Reconciliation> counted = store.account(plan.model(), plan.run());
        Optional<String> missing = missing(plan, counted);
        if (missing.isPresent()) {
            return refused(State.INCOMPLETE, next, current, null, missing.get());
        }
        Optional<String> excess = request.force() ? Optional.empty() : excess(counted.orElseThrow());
        if (excess.isPresent()) {
            return refused(State.REJECTED, next, current, null, excess.get());
        }
        Optional<ColumnChange> moved =
                request.maxDrift() == null ? Optional.empty() : current.flatMap(seen -> moved(seen, next));
        Double drift = moved.map(ColumnChange::drift).orElse(null);
        if (drift != null && request.maxDrift() != null && drift > request.maxDrift()) {
            return refused(State.DRIFTED, next, current, drift, farther(moved.get(), request.maxDrift()));
        }
        return change(next, current, drift);
    }

    /**
     * Returns to what lookups saw before.
     *
     * @throws Failure of kind INPUT if there is nothing to return to, UNAVAILABLE if another was published meanwhile
     */
    public Publication back(ModelId model) {
        ModelRecord current = table.id()
                .flatMap(id -> table.model(model))
                .orElseThrow(() -> Failure.input(
                        "no predictions of %s in %s: publish a run with --run".formatted(model, table.name())));
        ModelRecord before = table.before(model)
                .orElseThrow(() -> Failure.input(
                        "lookups of %s in %s see run %s, and nothing is there to return to: no other was published, or it was purged; publish a run with --run"
                                .formatted(model, table.name(), current.run())));
        return change(before, Optional.of(current), null);
    }

    private ModelRecord staged(PublishRequest request) {
        return table.id()
                .flatMap(id -> table.staged(request.run()).model(request.model()))
                .orElseThrow(() -> Failure.input(notStaged(request)));
    }

    /** Says why nothing is staged: a run whose rows were all rejected stages nothing, however often it is served. */
    private String notStaged(PublishRequest request) {
        boolean isEmpty = store.account(request.model(), request.run())
                .filter(counted -> counted.rows().areAllRejected())
                .isPresent();
        String form = isEmpty
                ? "run %s of %s has nothing to publish in %s: every row was rejected; see why with precalc rejects --model %2$s --run %1$s, and run another library"
                : "run %s of %s is not staged in %s: stage it first: precalc serve --stage --model %2$s --run %1$s, with the same --store and --table";
        return form.formatted(request.run(), request.model(), table.name());
    }

    private void requireNoSample(PublishRequest request, ModelRecord next, Optional<ModelRecord> current) {
        if (next.sample()
                && !request.force()
                && current.filter(seen -> !seen.sample()).isPresent()) {
            throw Failure.usage(
                    "run %s of %s is a sample, and lookups in %s see run %s, which is of a whole library: publish a whole run, or the sample anyway with --force"
                            .formatted(
                                    next.run(),
                                    next.model(),
                                    table.name(),
                                    current.orElseThrow().run()));
        }
    }

    /** What is missing until every row of the run is accounted for; empty if nothing is. */
    private Optional<String> missing(Plan plan, Optional<Reconciliation> counted) {
        PredictionTable staged = table.staged(plan.run());
        Account account =
                new Account(ReadableManifests.read(store, plan).whole(), new Replacements(staged), store, staged, plan);
        if (account.reported(counted.orElse(null)).complete()) {
            return Optional.empty();
        }
        String shortfalls = account.shortfalls().line();
        return Optional.of(
                shortfalls.isEmpty()
                        ? "its rows have not been counted since it was served: precalc finish --model %s --run %s"
                                .formatted(plan.model(), plan.run())
                        : "%s; run it again, or predict and serve them with --stage, then finish it"
                                .formatted(shortfalls));
    }

    private static Optional<String> excess(Reconciliation counted) {
        if (counted.maxRejectRate() == null) {
            return Optional.empty();
        }
        RejectRate rate = new RejectRate(counted.maxRejectRate());
        long rejected = counted.rows().rejected().total();
        return rate.isExceededByRun(rejected, counted.rows().in())
                ? Optional.of("%s; --force publishes it anyway"
                        .formatted(rate.excess(rejected, counted.rows().in())))
                : Optional.empty();
    }

    /** The column that moved most. The current values come from the store if it has them, else from the table. */
    private Optional<ColumnChange> moved(ModelRecord current, ModelRecord next) {
        boolean isStored = store.account(current.model(), current.run())
                .filter(Reconciliation::complete)
                .isPresent();
        DiffRequest request = new DiffRequest(
                current.model(),
                isStored ? current.run().value() : DiffRequest.TABLE,
                next.run().value(),
                new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO, true),
                false);
        return diff.diff(request).columns().stream().max(Comparator.comparingDouble(ColumnChange::drift));
    }

    private static String farther(ColumnChange column, double most) {
        return "the drift of column %s is %s, more than --max-drift %s allows; precalc diff shows what changed"
                .formatted(column.column(), Words.number(column.drift()), Words.number(most));
    }

    private Publication change(ModelRecord next, Optional<ModelRecord> current, @Nullable Double drift) {
        if (!table.publish(next, current.orElse(null)) && !isSeen(next)) {
            throw Failure.unavailable(
                    "lookups of %s in %s were switched meanwhile, to %s: nothing was changed; run the same command again if it is still wanted"
                            .formatted(
                                    next.model(),
                                    table.name(),
                                    table.model(next.model())
                                            .map(seen -> "run " + seen.run())
                                            .orElse("nothing")));
        }
        return of(
                State.PUBLISHED, next, next.run(), current.map(ModelRecord::run).orElse(null), drift, null);
    }

    /** Whether lookups see the run all the same: a switch whose answer is lost is asked for again, and refused then. */
    private boolean isSeen(ModelRecord next) {
        return table.model(next.model())
                .filter(seen -> seen.run().equals(next.run()))
                .isPresent();
    }

    private Publication unchanged(ModelRecord current) {
        RunId before = table.before(current.model()).map(ModelRecord::run).orElse(null);
        return of(State.UNCHANGED, current, current.run(), before, null, null);
    }

    private Publication refused(
            State state, ModelRecord next, Optional<ModelRecord> current, @Nullable Double drift, String reason) {
        RunId before = table.before(next.model()).map(ModelRecord::run).orElse(null);
        return of(state, next, current.map(ModelRecord::run).orElse(null), before, drift, reason);
    }

    private Publication of(
            State state,
            ModelRecord record,
            @Nullable RunId seen,
            @Nullable RunId before,
            @Nullable Double drift,
            @Nullable String reason) {
        return new Publication(
                record.model(),
                table.name(),
                state,
                record.run(),
                record.version(),
                record.items(),
                seen,
                before,
                drift,
                reason);
    }
}
