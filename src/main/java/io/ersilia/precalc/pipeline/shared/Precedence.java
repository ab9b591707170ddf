package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a run ranks among the others of its model: an older run does not overwrite a newer one, nor a sample a full run. The
 * rank of another run comes from its plan, else from the table, whose current record is of the run that ranks highest of all
 * that were served.
 */
public final class Precedence {

    private final RunStore store;
    private final PredictionTable table;
    private final ModelId model;
    private final RunId run;
    private final @Nullable Plan plan;
    private final Map<RunId, Optional<Rank>> known = new HashMap<>();
    private Optional<Rank> current = Optional.empty();
    private boolean isCurrentKnown;

    /** @param plan null for a run that was imported: it ranks by when it was served last */
    public Precedence(RunStore store, PredictionTable table, ModelId model, RunId run, @Nullable Plan plan) {
        this.store = store;
        this.table = table;
        this.model = model;
        this.run = run;
        this.plan = plan;
    }

    public static Precedence of(RunStore store, PredictionTable table, Plan plan) {
        return new Precedence(store, table, plan.model(), plan.run(), plan);
    }

    /** The run that the table answers with now, if this one must not overwrite it; else empty. */
    public Optional<Rank> ahead() {
        if (plan == null || table.id().isEmpty()) {
            return Optional.empty();
        }
        Rank mine = Rank.of(plan);
        return table.model(model).map(ModelRecord::rank).filter(there -> !mine.mayReplace(there));
    }

    /**
     * Fails unless this run may write to the table.
     *
     * @throws Failure of kind USAGE if the table answers with a run that this one must not overwrite
     */
    public void require() {
        ahead().ifPresent(there -> {
            throw Failure.usage("%s: %s, or overwrite it anyway with --force"
                    .formatted(
                            why(there),
                            isSample() && !there.sample()
                                    ? "serve it to another --table"
                                    : "plan a new run with --new-run"));
        });
    }

    /** Why this run must not overwrite the other, for a person. */
    public String why(Rank there) {
        return isSample() && !there.sample()
                ? "%s has run %s of %s, which is of a whole library, and run %s is a sample"
                        .formatted(table.name(), there.run(), model, run)
                : "%s has run %s of %s, planned at %s, and run %s is older, planned at %s"
                        .formatted(
                                table.name(),
                                there.run(),
                                model,
                                there.created(),
                                run,
                                plan == null ? "no time" : plan.created());
    }

    /** Whether the other must not overwrite this run. If that is unknown, it must not if this run is the current one. */
    public boolean isBelow(RunId other) {
        Optional<Rank> mine = mine();
        Optional<Rank> others = rank(other);
        return mine.isPresent()
                && others.map(there -> !there.mayReplace(mine.get())).orElseGet(() -> isCurrent(run));
    }

    /** Whether it is known that the other may overwrite this run. */
    public boolean isAbove(RunId other) {
        Optional<Rank> mine = mine();
        return mine.isPresent()
                && rank(other).filter(there -> there.mayReplace(mine.get())).isPresent();
    }

    /** Records in the store that the table no longer has the other run's partitions, because this run overwrites them. */
    public void overwrites(RunId other) {
        RunFiles files = store.files(model, other);
        Optional<String> tableId = table.id();
        List<Partition> served = IntStream.rangeClosed(1, Worker.MAX_TOTAL)
                .filter(files::hasServedManifest)
                .mapToObj(number -> new Partition(model, other, number))
                .toList();
        var unused = InParallel.each(served, partition -> overwrite(partition, tableId));
    }

    private boolean overwrite(Partition partition, Optional<String> tableId) {
        Optional<ServedManifest> there = store.served(partition)
                .filter(served -> served.replacedBy() == null)
                .filter(served -> served.stillHolds(null, tableId));
        there.ifPresent(served -> store.replaced(partition, served, run));
        return there.isPresent();
    }

    private Optional<Rank> mine() {
        return plan == null ? current().filter(there -> there.run().equals(run)) : Optional.of(Rank.of(plan));
    }

    private Optional<Rank> rank(RunId other) {
        return known.computeIfAbsent(
                other,
                one -> store.plan(model, one)
                        .map(Rank::of)
                        .or(() -> current().filter(there -> there.run().equals(one))));
    }

    private boolean isCurrent(RunId one) {
        return current().filter(there -> there.run().equals(one)).isPresent();
    }

    private boolean isSample() {
        return plan != null && plan.sample() != null;
    }

    private Optional<Rank> current() {
        if (!isCurrentKnown) {
            current = table.model(model).map(ModelRecord::rank);
            isCurrentKnown = true;
        }
        return current;
    }
}
