package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a partition, {@code part-0001.json}. Written last: the partition exists once this file does.
 *
 * @param rowsIn rows of the slice
 * @param predicted rows of the CSV that this run asked the model about
 * @param sha256 of the CSV as stored
 * @param sliceSha256 of the library's bytes from which the slice was read
 * @param deterministic whether the model gives the same answer for the same molecule each time
 * @param controls the model's answers to the control molecules at the beginning of the slice; none if it was not asked
 * @param seconds of work on the slice, from reading the first row to the last prediction, including fetching the model but not
 *     the pauses between a stopped process and the one that resumed
 * @param modelSeconds of these, while the model answered batches; null in manifests of earlier versions
 * @param rejectsSha256 of the rejects file; null in manifests of earlier versions
 * @param checkedAgain molecules of the slice that were asked again in another call, at random places
 * @param differing how many of them got a different answer; their batches were predicted again
 * @param shownRandom the evidence that the model answers differently each time, so that asking again proves nothing; null for
 *     any other model
 * @param modelTitle what the model's card calls it; null if it has no card, and in manifests of earlier versions
 * @param resources that were used; null in manifests of earlier versions
 * @param takenOver the other rows of the CSV, predicted by an earlier run; 0 in manifests of earlier versions
 */
public record PartitionManifest(
        RunId run,
        ModelId model,
        int worker,
        long from,
        long to,
        long rowsIn,
        long predicted,
        Rejections rejected,
        String sha256,
        List<String> columns,
        @Nullable String modelVersion,
        String runner,
        @Nullable String runnerVersion,
        boolean deterministic,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<ControlAnswer> controls,
        Instant started,
        double seconds,
        @Nullable Double modelSeconds,
        String sliceSha256,
        @Nullable String rejectsSha256,
        int checkedAgain,
        int differing,
        @Nullable String shownRandom,
        @Nullable String modelTitle,
        @Nullable Resources resources,
        long takenOver) {

    public PartitionManifest {
        columns = List.copyOf(columns);
        controls = List.copyOf(controls);
        Partition.requireNumber(worker);
        if (rowsIn < 0 || predicted < 0 || takenOver < 0) {
            throw new IllegalArgumentException(
                    "%d predicted, %d taken over of %d rows".formatted(predicted, takenOver, rowsIn));
        }
        if (checkedAgain < 0 || differing < 0 || differing > checkedAgain) {
            throw new IllegalArgumentException("%d differing of %d checked again".formatted(differing, checkedAgain));
        }
    }

    /** Rows that are neither predicted, nor taken over, nor rejected; 0 unless there is a bug. */
    public long unaccounted() {
        return rowsIn - inCsv() - rejected.total();
    }

    /** Rows of the CSV. */
    public long inCsv() {
        return predicted + takenOver;
    }

    /** Seconds in which the model answered; if these were not measured separately, all seconds of the slice. */
    public double secondsOfModel() {
        return modelSeconds == null ? seconds : modelSeconds;
    }

    public Partition partition() {
        return new Partition(model, run, worker);
    }
}
