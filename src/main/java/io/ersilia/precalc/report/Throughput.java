package io.ersilia.precalc.report;

import io.ersilia.precalc.run.PartitionManifest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How fast molecules were predicted.
 *
 * @param ofRun all predictions over the time from the first start to the last end of predict, with pauses between rounds
 * @param ofWorker the median worker's pace, including the start of the model
 * @param ofModel one worker's pace while the model answered; empty if that was not measured
 */
record Throughput(double ofRun, double ofWorker, Optional<Double> ofModel) {

    /** The run's throughput; empty if nothing was predicted, or in too short a time to measure. */
    static Optional<Throughput> of(Report report) {
        List<PartitionReport> worked = report.predicted().stream()
                .filter(one -> one.perSecond().isPresent())
                .toList();
        double seconds = Span.around(WorkTime.all(worked, PartitionReport::predictTime))
                .map(Span::seconds)
                .orElse(0.0);
        if (seconds <= 0) {
            return Optional.empty();
        }
        double predicted = sum(worked, manifest -> (double) manifest.predicted());
        List<Double> paces = worked.stream()
                .flatMap(one -> one.perSecond().stream())
                .sorted()
                .toList();
        double model = sum(worked, manifest -> Objects.requireNonNullElse(manifest.modelSeconds(), 0.0));
        return Optional.of(new Throughput(
                predicted / seconds, median(paces), model > 0 ? Optional.of(predicted / model) : Optional.empty()));
    }

    private static double sum(List<PartitionReport> partitions, ToDoubleFunction<PartitionManifest> number) {
        return partitions.stream()
                .flatMap(one -> Stream.ofNullable(one.manifest()))
                .mapToDouble(number)
                .sum();
    }

    /** The median of numbers in ascending order; 0 if there are none. */
    static double median(List<Double> ascending) {
        if (ascending.isEmpty()) {
            return 0;
        }
        int half = ascending.size() / 2;
        return ascending.size() % 2 == 1 ? ascending.get(half) : (ascending.get(half - 1) + ascending.get(half)) / 2;
    }
}
