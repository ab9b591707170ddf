package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a partition, {@code part-0001.json}: written last, the mark that the partition exists.
 *
 * @param rowsIn rows of the slice
 * @param predicted rows of the CSV
 * @param sha256 of the CSV as stored
 * @param sliceSha256 of the bytes of the library that the slice was read from
 * @param deterministic whether the model answers the same for the same molecule
 * @param controls what the model answered to the control molecules at the beginning of the slice; none when it was not asked
 * @param seconds of work on the slice, from reading the first row to the last prediction, fetching the model included;
 *     pauses between a process that was stopped and the one that went on are not
 * @param modelSeconds of them in which the model answered batches; null in manifests of earlier versions
 * @param rejectsSha256 of the file of rejects; null in manifests of earlier versions
 * @param checkedAgain molecules of the slice that were asked again, at random places and in another call
 * @param differing how many of them were answered otherwise; their batches were asked anew
 * @param shownRandom what showed that the model answers differently each time, so that no answer could be checked by asking
 *     again; null for any other model
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
        @Nullable String shownRandom) {

    public PartitionManifest {
        columns = List.copyOf(columns);
        controls = List.copyOf(controls);
        if (checkedAgain < 0 || differing < 0 || differing > checkedAgain) {
            throw new IllegalArgumentException("%d differing of %d checked again".formatted(differing, checkedAgain));
        }
    }

    /** Rows that are neither predicted nor rejected; 0 unless something went wrong. */
    public long unaccounted() {
        return rowsIn - predicted - rejected.total();
    }

    /** Seconds in which the model answered; where nobody counted them apart, all that the slice took. */
    public double secondsOfModel() {
        return modelSeconds == null ? seconds : modelSeconds;
    }

    public Partition partition() {
        return new Partition(model, run, worker);
    }
}
