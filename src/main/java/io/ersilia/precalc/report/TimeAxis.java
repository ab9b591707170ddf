package io.ersilia.precalc.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The round times within a span that are written below a drawing, in UTC. */
record TimeAxis(List<Tick> ticks) {

    /** More labels do not fit side by side on a phone. */
    private static final int MOST = 5;

    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(28),
            Duration.ofDays(365),
            Duration.ofDays(3650));

    /**
     * A time on the axis.
     *
     * @param at its position as a share of the width
     * @param day written below the first time and where another day begins; null elsewhere
     */
    record Tick(double at, String time, @Nullable String day) {}

    TimeAxis {
        ticks = List.copyOf(ticks);
    }

    static TimeAxis of(Span span) {
        long millis = Math.max(1, Duration.between(span.from(), span.to()).toMillis());
        Duration step = STEPS.stream()
                .filter(one -> millis / one.toMillis() < MOST)
                .findFirst()
                .orElse(Duration.ofMillis(millis));
        DateTimeFormatter time = format(
                step.compareTo(Duration.ofSeconds(1)) < 0
                        ? "HH:mm:ss.SSS"
                        : step.compareTo(Duration.ofMinutes(1)) < 0 ? "HH:mm:ss" : "HH:mm");
        List<Tick> ticks = new ArrayList<>();
        LocalDate day = null;
        long every = step.toMillis();
        for (long at = -Math.floorDiv(-span.from().toEpochMilli(), every) * every;
                at <= span.to().toEpochMilli() && ticks.size() <= MOST;
                at += every) {
            Instant moment = Instant.ofEpochMilli(at);
            LocalDate today = LocalDate.ofInstant(moment, ZoneOffset.UTC);
            ticks.add(new Tick(span.share(moment), time.format(moment), today.equals(day) ? null : today.toString()));
            day = today;
        }
        return new TimeAxis(ticks);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
