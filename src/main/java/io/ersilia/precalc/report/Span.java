package io.ersilia.precalc.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From when to when something was done. */
record Span(Instant from, Instant to) {

    /** From the first start to the last end of a worker; empty if none is known. */
    static Optional<Span> of(Report report) {
        List<WorkTime> all = new ArrayList<>(report.predictTimes());
        all.addAll(report.serveTimes());
        return around(all);
    }

    static Optional<Span> around(List<WorkTime> works) {
        Optional<Instant> first = works.stream().map(WorkTime::started).min(Comparator.naturalOrder());
        Optional<Instant> last = works.stream().map(WorkTime::ended).max(Comparator.naturalOrder());
        return first.flatMap(from -> last.map(to -> new Span(from, to)));
    }

    double seconds() {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    /** The position of the time in the span, from 0 to 1. */
    double share(Instant time) {
        double whole = Duration.between(from, to).toMillis();
        return whole <= 0 ? 0 : Duration.between(from, time).toMillis() / whole;
    }
}
