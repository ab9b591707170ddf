package io.ersilia.precalc.report;

import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.SliceState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one slice.
 *
 * @param from the slice's first row, from 0; null for an imported partition
 * @param to the row behind its last one
 * @param rows of the slice; null where nobody counted them
 * @param kept rows of finished batches, while there is no partition
 * @param predict null without a manifest
 * @param modelSeconds of predict's, in which the model answered; null where they were not counted apart
 * @param predicted null where nobody counted
 * @param serve null when it is not in the table
 * @param items predictions in the table
 * @param capacity write units that serving took; null for a table without, and when it is not served
 * @param sha256 of the partition's CSV
 * @param sliceSha256 of the slice's bytes of the library
 */
public record PartitionFacts(
        int worker,
        @Nullable Long from,
        @Nullable Long to,
        @Nullable Long rows,
        SliceState state,
        long kept,
        @Nullable Work predict,
        @Nullable Double modelSeconds,
        @Nullable Long predicted,
        Rejections rejected,
        @Nullable Work serve,
        @Nullable Long items,
        @Nullable Long duplicates,
        Rejections servedRejected,
        @Nullable Double capacity,
        @Nullable String modelVersion,
        @Nullable String runner,
        @Nullable String runnerVersion,
        @Nullable String sha256,
        @Nullable String sliceSha256) {

    /** A stretch of work: when it was begun and how many seconds of work it took; pauses are not in them. */
    public record Work(Instant started, double seconds) {

        /** Seconds of work of which nobody can say more are taken for none. */
        public Work {
            seconds = seconds >= 0 && seconds < Long.MAX_VALUE / 1e6 ? seconds : 0;
        }

        Instant ended() {
            return started.plusMillis((long) (seconds * 1000));
        }
    }

    /** Those that predict took longest for, the longest first. */
    public static List<PartitionFacts> slowest(List<PartitionFacts> partitions, int most) {
        return partitions.stream()
                .filter(one -> one.seconds() > 0)
                .sorted(Comparator.comparing(PartitionFacts::seconds).reversed().thenComparing(PartitionFacts::worker))
                .limit(most)
                .toList();
    }

    /** That predict took; 0 where nobody knows. */
    double seconds() {
        return predict == null ? 0 : predict.seconds();
    }

    /** Predictions a second of the worker, starting the model included. */
    Optional<Double> pace() {
        return predict == null || predicted == null || predicted == 0 || predict.seconds() <= 0
                ? Optional.empty()
                : Optional.of(predicted / predict.seconds());
    }

    String name() {
        return "part-%04d".formatted(worker);
    }
}
