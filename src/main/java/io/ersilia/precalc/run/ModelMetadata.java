package io.ersilia.precalc.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of a model, {@code meta/<model>.json}. Times are epoch seconds, durations seconds.
 *
 * @param predsInStore rows of the current run's partitions
 * @param totalUniquePreds different keys among them
 * @param pipelineMetaS3Uri where plan and manifests of the current run are
 * @param sample the sample that the run was; null for the whole library
 * @param created when the run was planned
 * @param secondsPerMolecule of the model's own time, over all partitions; null when nothing was predicted
 */
public record ModelMetadata(
        ModelId modelId,
        long predsInStore,
        long totalUniquePreds,
        long predsLastUpdated,
        long pipelineLatestStartTime,
        double pipelineLatestDuration,
        String pipelineMetaS3Uri,
        @Nullable Double secondsPerMolecule,
        @Nullable String modelVersion,
        RunId run,
        @Nullable Integer sample,
        Instant created,
        boolean deterministic) {

    /** An older run never replaces a newer one's metadata, nor a sample a full run's. */
    public boolean mayBeReplacedBy(ModelMetadata other) {
        return !other.created.isBefore(created) && (sample != null || other.sample == null);
    }
}
