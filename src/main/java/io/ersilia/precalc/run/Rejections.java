package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The number of rejected rows by reason. */
public record Rejections(@JsonValue Map<Reason, Long> counts) {

    public static final Rejections NONE = new Rejections(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Rejections {
        Map<Reason, Long> sorted = new EnumMap<>(Reason.class);
        counts.forEach((reason, count) -> sorted.put(reason, Objects.requireNonNull(count, "a count is missing")));
        counts = java.util.Collections.unmodifiableMap(sorted);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public Rejections plus(Rejections other) {
        Map<Reason, Long> sum = new EnumMap<>(Reason.class);
        sum.putAll(counts);
        other.counts.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new Rejections(sum);
    }

    /** The rejections without those of a part. */
    public Rejections minus(Rejections part) {
        Map<Reason, Long> rest = new EnumMap<>(Reason.class);
        counts.forEach((reason, count) -> {
            long left = count - part.counts.getOrDefault(reason, 0L);
            if (left != 0) {
                rest.put(reason, left);
            }
        });
        return new Rejections(rest);
    }

    /** Counts rejections as they happen. Not thread-safe. */
    public static final class Counter {
        private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);

        public void add(Reason reason) {
            counts.merge(reason, 1L, Long::sum);
        }

        public Rejections rejections() {
            return new Rejections(counts);
        }
    }
}
