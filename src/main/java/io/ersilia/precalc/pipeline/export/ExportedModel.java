package io.ersilia.precalc.pipeline.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param planned null for a run that was imported
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
        @JsonUnwrapped @Nullable Planned planned,
        boolean complete,
        long rowsIn,
        long predictions,
        long duplicates,
        Rejections rejected) {

    /**
     * What a plan says of its run.
     *
     * @param created when it was planned
     * @param library as it was given
     * @param sample how many molecules it was to take; null for all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Planned(
            Instant created,
            String library,
            String librarySha256,
            @Nullable Integer sample) {

        static Planned of(Plan plan) {
            return new Planned(
                    plan.created(), plan.library().given(), plan.library().sha256(), plan.sample());
        }
    }

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
                plan == null ? null : Planned.of(plan),
                run.account() != null,
                read.rows(),
                predictions,
                read.rows() - predictions - rejected.total(),
                rejected);
    }
}
