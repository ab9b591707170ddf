package io.ersilia.precalc.report;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When work began and how many seconds it took; pauses are not included.
 *
 * @param seconds counted as 0 if a file has an impossible number
 */
record WorkTime(Instant started, double seconds) {

    WorkTime {
        seconds = seconds >= 0 && seconds < Long.MAX_VALUE / 1e6 ? seconds : 0;
    }

    /** The times of one kind of work, as far as they are known. */
    static List<WorkTime> all(List<PartitionReport> partitions, Function<PartitionReport, @Nullable WorkTime> kind) {
        return partitions.stream()
                .flatMap(one -> Stream.ofNullable(kind.apply(one)))
                .toList();
    }

    Instant ended() {
        return started.plusMillis((long) (seconds * 1000));
    }
}
