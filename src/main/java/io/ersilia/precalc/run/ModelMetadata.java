package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about a model, {@code meta/<model>.json}. Times are epoch seconds, durations seconds.
 *
 * @param predsInStore rows in the current run's partitions
 * @param totalUniquePreds distinct keys among them
 * @param pipelineMetaS3Uri where the plan and the manifests of the current run are
 * @param sample size of the run's sample; null for the whole library
 * @param created when the run was planned
 * @param rowsIn rows of the run, each of them predicted or rejected; null in metadata of earlier versions
 * @param rejected rows without a prediction at the end; null in metadata of earlier versions
 * @param library the file that the run's rows were read from; null in metadata of earlier versions
 * @param libraryRows rows of the whole library; null if only a sample's own file was read, and in metadata of earlier
 *     versions
 * @param columns names of the output columns; null if nothing was predicted, and in metadata of earlier versions
 * @param facts what the model's author says about it; null if nothing is known
 * @param secondsPerMolecule of the model's own time, over all partitions; null if nothing was predicted
 * @param takenOver rows in the current run's partitions that an earlier run predicted; 0 in metadata of earlier versions
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
        boolean deterministic,
        @Nullable Long rowsIn,
        @Nullable Long rejected,
        @Nullable String library,
        @Nullable Long libraryRows,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> columns,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ModelFacts facts,

        long takenOver) {

    /** Share of the library's rows with a prediction, 0 to 1; null if unknown. */
    @JsonProperty
    public @Nullable Double coverage() {
        return libraryRows == null || libraryRows == 0 ? null : Double.valueOf((double) predsInStore / libraryRows);
    }

    /** Share of the run's rows that were rejected, 0 to 1; null if unknown. */
    @JsonProperty
    public @Nullable Double shareRejected() {
        return rowsIn == null || rowsIn == 0 || rejected == null ? null : Double.valueOf((double) rejected / rowsIn);
    }

    /** Predictions that the run obtained from the model itself, without those that it took over. */
    @JsonIgnore
    public long newlyPredicted() {
        return predsInStore - takenOver;
    }

    /** What the model's author says about it; {@link ModelFacts#NONE} if nothing is known. */
    @JsonIgnore
    public ModelFacts knownFacts() {
        return facts == null ? ModelFacts.NONE : facts;
    }

    /** A full run replaces the metadata of any sample; otherwise a newer run replaces that of an older one. */
    public boolean mayBeReplacedBy(ModelMetadata other) {
        return (sample == null) == (other.sample == null) ? !other.created.isBefore(created) : sample != null;
    }
}
