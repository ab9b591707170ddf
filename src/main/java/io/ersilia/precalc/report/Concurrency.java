package io.ersilia.precalc.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many workers ran at the same time, step by step. At the same instant, ends count before starts. */
record Concurrency(TreeMap<Instant, Integer> steps) {

    static Concurrency of(List<WorkTime> works) {
        TreeMap<Instant, Integer> changes = new TreeMap<>();
        for (WorkTime work : works) {
            changes.merge(work.started(), 1, Integer::sum);
            changes.merge(work.ended(), -1, Integer::sum);
        }
        int now = 0;
        for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
            now += change.getValue();
            change.setValue(now);
        }
        return new Concurrency(changes);
    }

    int most() {
        return steps.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The outline in a rectangle of 1,000 by 100, whose full height stands for {@code highest} workers. */
    String path(Span span, int highest) {
        StringBuilder path = new StringBuilder("M0 100");
        steps.forEach((time, many) -> path.append('H')
                .append(Math.round(span.share(time) * 10_000) / 10.0)
                .append('V')
                .append(Math.round(1000 - 1000.0 * many / Math.max(1, highest)) / 10.0));
        return path.append("V100Z").toString();
    }
}
