package io.ersilia.precalc.report;

import io.ersilia.precalc.report.PartitionFacts.Work;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How fast molecules were predicted.
 *
 * @param ofRun all predictions over the time from the first start to the last end of predict; with pauses between rounds
 * @param ofWorker the median worker's, starting the model included
 * @param ofModel of one worker while the model answered; empty where that was not measured
 */
record Pace(double ofRun, double ofWorker, Optional<Double> ofModel) {

    /** Empty where nothing was predicted, or in no time that could be measured. */
    static Optional<Pace> of(RunFacts run) {
        List<PartitionFacts> worked =
                run.withWork().stream().filter(one -> one.pace().isPresent()).toList();
        List<Work> works = worked.stream()
                .map(PartitionFacts::predict)
                .filter(Objects::nonNull)
                .toList();
        double seconds = Span.around(works).map(Span::seconds).orElse(0.0);
        if (seconds <= 0) {
            return Optional.empty();
        }
        double predicted = worked.stream().mapToLong(Pace::predicted).sum();
        List<Double> paces =
                worked.stream().flatMap(one -> one.pace().stream()).sorted().toList();
        double model = worked.stream().mapToDouble(Pace::modelSeconds).sum();
        return Optional.of(new Pace(
                predicted / seconds, median(paces), model > 0 ? Optional.of(predicted / model) : Optional.empty()));
    }

    private static long predicted(PartitionFacts one) {
        return one.predicted() == null ? 0 : one.predicted();
    }

    private static double modelSeconds(PartitionFacts one) {
        return one.modelSeconds() == null ? 0 : one.modelSeconds();
    }

    /** Of numbers in ascending order. */
    static double median(List<Double> ascending) {
        int half = ascending.size() / 2;
        return ascending.size() % 2 == 1 ? ascending.get(half) : (ascending.get(half - 1) + ascending.get(half)) / 2;
    }
}
