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

    /** The table as the run has it that was served: beside the others if it is staged there. */
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

    /** The table as the run is going to have it. */
    public PredictionTable of(RunId run) {
        return stage ? table.staged(run) : table;
    }

    /**
     * The table as the run is going to have it, if it may be served there.
     *
     * @throws Failure of kind USAGE when lookups would not find what is served, or see what is only staged
     */
    public PredictionTable toServe(ModelId model, RunId run) {
        if (table.id().isPresent()) {
            Optional<ModelRecord> current = table.model(model);
            if (stage) {
                current.filter(there -> !there.staged() && there.run().equals(run))
                        .ifPresent(there -> refuse(
                                "lookups of %s in %s see run %s already, which was served without --stage: leave --stage out",
                                model, table.name(), run));
            } else {
                current.filter(ModelRecord::staged)
                        .ifPresent(there -> refuse(
                                "lookups of %s in %s see run %s, which was published, and would not see run %s: serve it with --stage, then publish it",
                                model, table.name(), there.run(), run));
                if (table.staged(run).model(model).isPresent()) {
                    refuse(
                            "run %s of %s is staged in %s: serve it with --stage, then publish it, or purge it first",
                            run, model, table.name());
                }
            }
        }
        return of(run);
    }

    private static void refuse(String why, Object... words) {
        throw Failure.usage(why.formatted(words));
    }
}
