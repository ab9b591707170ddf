package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import java.util.Optional;

/**
 * Where the runs of a table are: among what lookups see, or staged beside it until they are published.
 *
 * @param stage whether the runs that are served now are to be staged
 */
public record Stages(PredictionTable table, boolean stage) {

    /** The table that a served run is in: the one beside the others if it is staged there. */
    public static PredictionTable asServed(PredictionTable table, ModelId model, RunId run) {
        boolean isStaged =
                table.id().isPresent() && table.staged(run).model(model).isPresent();
        return isStaged ? table.staged(run) : table;
    }

    /**
     * Whether the run is staged in the table, and lookups do not see it.
     *
     * @param itsOwn {@link #asServed}
     */
    public static boolean isUnpublished(PredictionTable table, PredictionTable itsOwn, ModelId model, RunId run) {
        return itsOwn != table
                && table.model(model)
                        .filter(current -> current.run().equals(run))
                        .isEmpty();
    }

    /** The table that the run will be written to. */
    public PredictionTable of(RunId run) {
        return stage ? table.staged(run) : table;
    }

    /**
     * The table that the run will be written to, if it may be served there.
     *
     * @throws Failure of kind USAGE if lookups would not find what is served, or see what is only staged
     */
    public PredictionTable toServe(ModelId model, RunId run) {
        if (table.id().isPresent()) {
            Optional<ModelRecord> seen = table.model(model);
            refusal(model, run, seen.filter(there -> there.staged() != stage)).ifPresent(why -> {
                throw Failure.usage(why);
            });
        }
        return of(run);
    }

    /** @param other what lookups see, if it was not served in the same way, staged or not */
    private Optional<String> refusal(ModelId model, RunId run, Optional<ModelRecord> other) {
        if (stage) {
            return other.filter(there -> there.run().equals(run))
                    .map(there ->
                            "lookups of %s in %s see run %s already, which was served without --stage: leave --stage out"
                                    .formatted(model, table.name(), run));
        }
        if (other.isPresent()) {
            return Optional.of(
                    "lookups of %s in %s see run %s, which was published, and would not see run %s: serve it with --stage, then publish it"
                            .formatted(model, table.name(), other.get().run(), run));
        }
        return table.staged(run)
                .model(model)
                .map(there -> "run %s of %s is staged in %s: serve it with --stage, then publish it, or purge it first"
                        .formatted(run, model, table.name()));
    }
}
