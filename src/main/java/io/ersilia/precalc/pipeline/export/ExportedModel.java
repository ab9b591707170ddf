package io.ersilia.precalc.pipeline.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset holds of a model.
 *
 * @param created when the run was planned; null for a run that was imported
 * @param complete whether finish accounted for every row
 * @param rowsIn rows of the run that were read
 * @param predictions molecules with a prediction
 * @param duplicates predictions whose key a later row has, too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportedModel(
        ModelId model,
        RunId run,
        @Nullable String modelVersion,
        @Nullable Instant created,
        @Nullable String library,
        @Nullable String librarySha256,
        @Nullable Integer sample,
        boolean complete,
        long rowsIn,
        long predictions,
        long duplicates,
        Rejections rejected) {

    /**
     * Adds up what was read.
     *
     * @throws Failure of kind INPUT if it differs from what finish counted
     */
    static ExportedModel of(ExportedRun run, RunRows read, long predictions) {
        run.requireCounted(predictions);
        Plan plan = run.plan();
        Rejections rejected = read.rejected();
        return new ExportedModel(
                run.model(),
                run.run(),
                run.modelVersion(),
                plan == null ? null : plan.created(),
                plan == null ? null : plan.library().given(),
                plan == null ? null : plan.library().sha256(),
                plan == null ? null : plan.sample(),
                run.account() != null,
                read.rows(),
                predictions,
                read.rows() - predictions - rejected.total(),
                rejected);
    }
}
